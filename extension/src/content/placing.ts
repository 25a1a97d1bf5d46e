/** Where in its row or card a badge hangs without moving anything of the page. */
import type { PageRecord } from '@/domain/record';

// In these a zero-sized block changes nothing; in a flex or grid box it would add a gap.
const QUIET = /^(?:block|table-cell|list-item|flow-root|inline-block)$/;
const CLIPPED = /hidden|clip|scroll|auto/;

function isOpen(element: Element): boolean {
  const { display, overflowX, overflowY } = getComputedStyle(element);
  return QUIET.test(display) && !CLIPPED.test(overflowX) && !CLIPPED.test(overflowY);
}

/** The nearest box around the shown id, inside the record's own row or card, that can hold the badge. */
export function placeFor(record: PageRecord): Element {
  let fallback: Element | null = null;
  for (let at: Element | null = record.anchor; at; at = at.parentElement) {
    if (/^T(?:BODY|HEAD|ABLE)$/.test(at.tagName)) break;
    if (at.tagName === 'TR') return [...at.children].find(isOpen) ?? fallback ?? record.anchor;
    if (isOpen(at)) return at;
    if (QUIET.test(getComputedStyle(at).display)) fallback ??= at;
    if (at === record.container) break;
  }
  return fallback ?? record.anchor;
}
