/** Reads a page made in jsdom with the real engine, and says what it found in plain words. */
import type { Facts } from '@/domain/record';
import { readPage } from '@/platforms/engine';
import { platformOf, platforms } from '@/platforms/known';
import { type Received, readResponse } from '@/platforms/responses';

export const kuaishou = (() => {
  const [first] = platforms;
  if (!first) throw new Error('shared/platforms/kuaishou.json does not parse');
  return first;
})();

export interface SavedPage {
  readonly url: URL;
  readonly document: Document;
}

export const blankPage = (): Document => document.implementation.createHTMLDocument();

/**
 * The address stands in `<meta name="address">`; `<template shadowrootmode>` becomes a shadow root.
 * A document given is emptied and filled anew: jsdom never lets go of one it made.
 */
export function parsePage(html: string, page = blankPage()): SavedPage {
  page.documentElement.innerHTML = html.replace(/^\s*<!doctype[^>]*>/i, '').replace(/<\/?html[^>]*>/gi, '');
  for (const template of page.querySelectorAll<HTMLTemplateElement>('template[shadowrootmode]')) {
    const root = template.parentElement?.attachShadow({ mode: 'open' });
    root?.append(template.content);
    template.remove();
  }
  const address = page.querySelector('meta[name=address]')?.getAttribute('content') ?? 'https://s.kwaixiaodian.com/zone/refund/list';
  return { url: new URL(address), document: page };
}

export interface Found {
  readonly records: readonly Facts[];
  /** For each record the text of the row or card its badge is put in, by refund id. */
  readonly places: readonly string[];
  readonly detail: string | null;
  readonly pictures: readonly string[];
}

export function receivedOf(responses: readonly unknown[], url: URL): Map<string, Received> {
  const received = new Map<string, Received>();
  for (const response of responses) {
    const body = typeof response === 'string' ? response : JSON.stringify(response);
    for (const each of readResponse(body, url.href, platformOf(url, null) ?? kuaishou, 0)) received.set(each.facts.refund_id, each);
  }
  return received;
}

export function readSaved({ url, document: page }: SavedPage, responses: readonly unknown[] = [], platform = platformOf(url, null) ?? kuaishou): Found {
  const reading = readPage(page, url, platform, receivedOf(responses, url));
  return {
    records: reading.records.map(({ facts }) => facts),
    places: reading.records.map(({ container }) => container.id || container.tagName),
    detail: reading.detail?.facts.refund_id ?? null,
    pictures: reading.pictures.map((picture) => picture.url),
  };
}
