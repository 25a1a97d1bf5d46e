/** One reading of a page: its records, which refund it is about, and that refund's pictures. */
import type { Facts, PageRecord } from '@/domain/record';
import type { Description } from '@/platforms/description';
import { matchesAny } from '@/platforms/patterns';
import { vocabularyOf } from '@/platforms/labels';
import { picturesIn, type ShownPicture } from '@/platforms/pictures';
import { scan, type Scan } from '@/platforms/records';
import type { Received } from '@/platforms/responses';

export interface PageReading {
  readonly records: readonly PageRecord[];
  /** The record a detail page is about; null on every other page. */
  readonly detail: PageRecord | null;
  readonly pictures: readonly ShownPicture[];
  readonly shadowRoots: readonly ShadowRoot[];
}

/** The refund id an address names, in its query or in a single-page route behind `#`. */
export function idInAddress(url: URL, platform: Description): string | null {
  const behind = url.hash.includes('?') ? url.hash.slice(url.hash.indexOf('?')) : '';
  for (const parameters of [url.searchParams, new URLSearchParams(behind)]) {
    for (const name of platform.url_parameters.refund_id) {
      const value = parameters.get(name);
      if (value && vocabularyOf(platform).isId(value, 'refund_id')) return value;
    }
  }
  return null;
}

const route = (url: URL): string => url.pathname + url.hash.replace(/\?.*$/, '');

/** Facts of the page and of its responses; where they disagree on the order, neither is believed. */
export function merged(shown: Facts, received: Facts | undefined): Facts {
  if (!received) return shown;
  const facts: Facts = { ...shown, ...received };
  const flags = [...new Set([...(shown.platform_flags ?? []), ...(received.platform_flags ?? [])])];
  if (flags.length) facts.platform_flags = flags;
  if (shown.order_id && received.order_id && shown.order_id !== received.order_id) delete facts.order_id;
  return facts;
}

function detailOf(found: Scan, url: URL, platform: Description): PageRecord | null {
  const onRoute = matchesAny(platform.routes.detail, route(url));
  const named = idInAddress(url, platform);
  const ids = new Set(found.records.map(({ facts }) => facts.refund_id));
  if (named !== null) {
    // While the page is still changing to the address, what it shows is the refund before.
    return found.records.find(({ facts }) => facts.refund_id === named) ?? null;
  }
  if (ids.size !== 1) return null;
  const [record] = found.records;
  if (!record || /^(?:TR|LI)$/.test(record.container.tagName)) return null;
  if (onRoute) return record;
  const labels = new Set(found.reading.hits.map(({ name }) => name));
  const inTable = found.reading.hits.some(({ name, to }) => name === 'refund_id' && found.reading.leaves[to]?.node.parentElement?.closest('th,thead'));
  return !inTable && (['refund_id', 'order_id', 'amount', 'kind'] as const).every((name) => labels.has(name)) && labels.has('pictures')
    ? record
    : null;
}

export function readPage(
  root: Document,
  url: URL,
  platform: Description,
  received: ReadonlyMap<string, Received>,
): PageReading {
  if (matchesAny(platform.routes.ignore, route(url))) return { records: [], detail: null, pictures: [], shadowRoots: [] };
  const named = idInAddress(url, platform);
  const known = {
    has: (id: string) => received.has(id) || id === named,
    received: (id: string) => received.has(id),
    ids: () => [...received.keys(), ...(named === null ? [] : [named])],
  };
  const found = scan(root.body, vocabularyOf(platform), known, (facts) => merged(facts, received.get(facts.refund_id)?.facts));
  const detail = detailOf(found, url, platform);
  const pictures = detail ? picturesIn(found.reading, picturesScope(found, detail), url.href) : [];
  return { records: found.records, detail, pictures, shadowRoots: found.shadowRoots };
}

/** On a page about one refund the pictures may lie outside the card that shows its id. */
function picturesScope(found: Scan, detail: PageRecord): Element {
  const ids = new Set(found.records.map(({ facts }) => facts.refund_id));
  return ids.size === 1 ? detail.container.ownerDocument.body : detail.container;
}
