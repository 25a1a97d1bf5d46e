/** Run by the service worker at a click: what the page shows beyond its record. It changes nothing. */
import type { Question, Reading } from '@/domain/page-reading';
import { readSections, sectionsUnder } from '@/platforms/sections';

const KINDS = ['negotiation', 'logistics_trace'] as const;
const MOST = 20;
const VIDEO = /\.(?:mp4|m4v|mov|webm|3gp|mkv|avi|flv|wmv)(?:[?#]|$)/i;

/** Elements of a kind in the document and in open shadow roots. */
function* elements<Name extends keyof HTMLElementTagNameMap>(root: Document | DocumentFragment | Element, name: Name): Generator<HTMLElementTagNameMap[Name]> {
  yield* root.querySelectorAll(name);
  for (const each of root.querySelectorAll('*')) if (each.shadowRoot && !each.localName.startsWith('returnproof-')) yield* elements(each.shadowRoot, name);
}

const addressOf = (address: string): string | null => {
  const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : null;
  return url && /^https?:$/.test(url.protocol) && url.href.length < 4000 ? url.href : null;
};

/** Words there, or something to look at. */
const hasMedia = (nodes: readonly Node[]): boolean =>
  nodes.some((node) => node instanceof Element && (/^(?:VIDEO|IMG)$/.test(node.tagName) || node.querySelector('video,img') !== null)) || nodes.some((node) => (node.textContent ?? '').trim() !== '');

/** Films beside a label for the buyer's evidence, played in place or linked. */
function videosUnder(words: readonly string[], others: readonly string[]): string[] {
  const found = new Set<string>();
  for (const { nodes } of sectionsUnder(document, words, others, hasMedia)) {
    for (const node of nodes.filter((each): each is Element => each instanceof Element)) {
      const inside = [node, ...node.querySelectorAll('video,source,a[href]')];
      for (const each of inside) {
        const address = each instanceof HTMLVideoElement ? each.currentSrc || each.src : each instanceof HTMLSourceElement ? each.src : each instanceof HTMLAnchorElement && VIDEO.test(each.href) ? each.href : '';
        const url = address ? addressOf(address) : null;
        if (url) found.add(url);
      }
    }
  }
  return [...found].slice(0, MOST);
}

/** Where each asked picture stands in the window, if the whole of it does. */
function boxesOf(wanted: readonly string[]): Reading['boxes'] {
  const left = new Set(wanted);
  const boxes: Reading['boxes'] = [];
  for (const image of elements(document, 'img')) {
    const url = [image.currentSrc, image.src].find((each) => left.has(each));
    if (url === undefined || !image.complete || image.naturalWidth === 0) continue;
    const { x, y, width, height } = image.getBoundingClientRect();
    if (width < 1 || height < 1 || x < 0 || y < 0 || x + width > innerWidth || y + height > innerHeight) continue;
    left.delete(url);
    boxes.push({ url, x, y, width, height });
  }
  return boxes;
}

export function readOpenPage({ words, others, pictures }: Question): Reading {
  const sections = KINDS.flatMap((kind) =>
    readSections(document, words[kind], [...others, ...KINDS.filter((other) => other !== kind).flatMap((other) => words[other])]).map((section) => ({ kind, ...section })),
  );
  const root = document.scrollingElement ?? document.documentElement;
  return {
    sections: sections.slice(0, MOST),
    videos: videosUnder(words.videos, others),
    boxes: boxesOf(pictures),
    view: { width: innerWidth, height: innerHeight, scale: devicePixelRatio, scroll_y: Math.round(scrollY), full_width: root.scrollWidth, full_height: root.scrollHeight },
  };
}
