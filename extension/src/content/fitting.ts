/** Finds each badge a free spot inside its own row or card, so that it covers nothing of the page. */

import type { Form } from '@/ui/badge';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const HEIGHT = 24;
const GAP = 4;
/** Clear space to the neighbours at either side. */
const APART = 4;
const STEP = 12;
const TALLEST = 420;
const MOST_OBSTACLES = 160;

const overlaps = (one: Box, other: Box): boolean =>
  one.left < other.right + APART && one.right > other.left - APART && one.top < other.bottom && one.bottom > other.top;

function textBoxes(node: Text, range: Range): DOMRectList {
  range.selectNodeContents(node);
  return range.getClientRects();
}

/** What the row shows, as boxes; `null` when there is too much to look at. */
function obstaclesIn(container: Element, host: Element): Box[] | null {
  const boxes: Box[] = [];
  const range = document.createRange();
  const walker = document.createTreeWalker(container, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
    node === host ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (boxes.length > MOST_OBSTACLES) return null;
    if (node.nodeType === Node.TEXT_NODE) {
      if ((node as Text).data.trim()) boxes.push(...textBoxes(node as Text, range));
    } else if (/^(?:IMG|svg|BUTTON|INPUT|SELECT|TEXTAREA|CANVAS|VIDEO)$/.test((node as Element).tagName)) {
      boxes.push((node as Element).getBoundingClientRect());
    }
  }
  return boxes.filter((box) => box.right > box.left && box.bottom > box.top);
}

function union(boxes: Iterable<Box>): Box | null {
  let all: Box | null = null;
  for (const box of boxes) {
    all = all
      ? { left: Math.min(all.left, box.left), top: Math.min(all.top, box.top), right: Math.max(all.right, box.right), bottom: Math.max(all.bottom, box.bottom) }
      : box;
  }
  return all;
}

function* beside(id: Box): Generator<readonly [number, number]> {
  yield [id.right + GAP * 2, (id.top + id.bottom - HEIGHT) / 2];
  yield [id.left, id.bottom + 1];
  yield [id.left, id.top - HEIGHT - 1];
}

function* across(row: Box, id: Box, width: number): Generator<readonly [number, number]> {
  for (const y of [(id.top + id.bottom - HEIGHT) / 2, row.bottom - HEIGHT - 1, row.top + 1]) {
    for (let x = id.right + GAP * 2; x + width < row.right; x += STEP) yield [x, y];
    for (let x = id.left - width; x > row.left; x -= STEP) yield [x, y];
  }
}

interface Spot {
  readonly form: Form;
  readonly left: number;
  readonly top: number;
}

/** Nowhere free inside: the shape alone, after the id and what follows it in its line, covers least. */
export function afterLine(from: number, y: number, width: number, obstacles: readonly Box[], limit: number): number {
  let x = from + APART;
  const line = obstacles.filter((box) => box.top < y + HEIGHT - 4 && box.bottom > y + 4).sort((one, other) => one.left - other.left);
  for (const box of line) if (box.left < x + width + APART && box.right > x - APART) x = Math.max(x, box.right + APART);
  return x + width <= limit ? x : from + APART;
}

/** The first free spot, widest form first; in the coordinates of what was looked at. */
export function spotIn({ row, id, obstacles, limit }: Surroundings, size: Record<Form, number>): Spot {
  const isFree = (x: number, y: number, width: number): boolean => {
    const box = { left: x, top: y, right: x + width, bottom: y + HEIGHT };
    const isInside = box.left >= row.left && box.right <= row.right && box.top >= row.top && box.bottom <= row.bottom;
    return isInside && !obstacles.some((obstacle) => overlaps(box, obstacle));
  };
  const y = (id.top + id.bottom - HEIGHT) / 2;
  const tries: [Form, (width: number) => Iterable<readonly [number, number]>][] = [
    ['full', () => beside(id)],
    ['short', () => beside(id)],
    ['full', (width) => across(row, id, width)],
    ['word', () => beside(id)],
    ['short', (width) => across(row, id, width)],
    ['word', (width) => across(row, id, width)],
    ['shape', () => beside(id)],
    ['shape', (width) => across(row, id, width)],
  ];
  for (const [form, places] of tries) {
    for (const [x, y] of places(size[form])) {
      if (isFree(x, y, size[form])) return { form, left: x, top: y };
    }
  }
  return { form: 'shape', left: afterLine(id.right, y, size.shape, obstacles, limit), top: y };
}

const lookThrough = (box: Element, host: Element): { row: Box; obstacles: readonly Box[] } | null => {
  const row = box.getBoundingClientRect();
  const obstacles = row.height > TALLEST ? null : obstaclesIn(box, host);
  return obstacles && { row, obstacles };
};

/** The largest box around the id, up to its row or card, that is small enough to look through. */
function surroundings(container: Element, host: Element, id: Text | undefined): { row: Box; obstacles: readonly Box[] } {
  const whole = lookThrough(container, host);
  if (whole) return whole;
  let best: { row: Box; obstacles: readonly Box[] } | null = null;
  for (let at = id?.parentElement ?? host.parentElement; at && at !== container; at = at.parentElement) {
    const found = lookThrough(at, host);
    if (!found && best) return best;
    best = found ?? best;
  }
  return best ?? { row: container.getBoundingClientRect(), obstacles: [] };
}

/** What lies around a badge, in coordinates whose origin is the badge's own. */
export interface Surroundings {
  readonly row: Box;
  readonly id: Box;
  readonly obstacles: readonly Box[];
  /** Where the window ends at the right. */
  readonly limit: number;
}

/** Only reads; of a list all are looked at before the first badge is drawn, so it is laid out once. */
export function lookAround(host: HTMLElement, container: Element, shown: readonly Text[]): Surroundings {
  const { left, top } = host.getBoundingClientRect();
  const own = (box: Box): Box => ({ left: box.left - left, right: box.right - left, top: box.top - top, bottom: box.bottom - top });
  const { row, obstacles } = surroundings(container, host, shown[0]);
  const range = document.createRange();
  const id = union(shown.flatMap((node) => [...textBoxes(node, range)])) ?? row;
  return { row: own(row), id: own(id), obstacles: obstacles.map(own), limit: innerWidth - left };
}
