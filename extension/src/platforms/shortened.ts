/** Ids shortened on screen (`2026…1234`): completed only from what names exactly one. */
import type { Vocabulary } from '@/platforms/labels';
import type { Leaf } from '@/platforms/leaves';
import type { Known } from '@/platforms/records';
import { clean } from '@/platforms/text';

const SHORT = /^#?([0-9A-Za-z]{2,})(?:\.{2,}|\*{2,})([0-9A-Za-z]{2,})$/;
const HOLDERS = 4;

/** Attributes of the elements around the text that may carry the whole id. */
function* carried(leaf: Leaf): Generator<string> {
  let element = leaf.node.parentElement;
  for (let step = 0; element && step < HOLDERS; step += 1, element = element.parentElement) {
    for (const name of ['title', 'aria-label', 'data-clipboard-text', 'href']) {
      const value = element.getAttribute(name);
      if (value) yield* clean(value).split(/[^0-9A-Za-z-]+/u);
    }
  }
}

/** The one id that begins and ends as shown; null when there is none or more than one. */
export function fullId(leaf: Leaf, words: Vocabulary, known: Known): string | null {
  const match = SHORT.exec(leaf.text);
  if (!match) return null;
  const [, start = '', end = ''] = match;
  const fits = (id: string): boolean =>
    words.isId(id, 'refund_id') && id.startsWith(start) && id.endsWith(end) && id.length > start.length + end.length;
  const near = new Set([...carried(leaf)].filter(fits));
  const found = near.size ? near : new Set([...known.ids()].filter(fits));
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}
