/** What stands beside a label: the value in a following sibling, at whatever depth. */
import type { LabelHit, Vocabulary } from '@/platforms/labels';
import { isWithin, type Leaf, up } from '@/platforms/leaves';

export interface Value {
  readonly leaves: readonly Leaf[];
  readonly text: string;
}

export interface Reading {
  readonly words: Vocabulary;
  readonly leaves: readonly Leaf[];
  readonly hits: readonly LabelHit[];
  /** Index of the hit that a leaf begins, by leaf index. */
  readonly hitAt: ReadonlyMap<number, LabelHit>;
}

const CLIMB = 5;
// A value never lies outside the row, list item or form group that holds its label.
const BOUNDARY = new Set(['TR', 'THEAD', 'TBODY', 'TABLE', 'LI', 'UL', 'OL', 'DL', 'BODY', 'HTML', 'MAIN', 'FORM', 'NAV', 'ASIDE', 'HEADER', 'FOOTER']);
const INLINE = new Set(['SPAN', 'B', 'I', 'EM', 'STRONG', 'A', 'FONT', 'U', 'MARK', 'SMALL', 'BDI', 'CODE', 'TT', 'BDO', 'VAR']);

const isElement = (node: Node | null): node is Element => node?.nodeType === Node.ELEMENT_NODE;

/** An element that would hold the value but holds nothing: the value is empty, not elsewhere. */
function isEmptyValue(node: Node): boolean {
  return (
    isElement(node) &&
    /^(?:SPAN|DIV|DD|TD|P|A|B|EM|STRONG)$/.test(node.tagName) &&
    !node.textContent.trim() &&
    !node.querySelector('svg,img,i,canvas,button,input') &&
    node.childElementCount === 0
  );
}

const isHeader = (node: Node): boolean => isElement(node) && (node.tagName === 'TH' || node.getAttribute('role') === 'columnheader');

/** The next shown text that is not mere decoration; a label counts as one. */
export function nextShown(reading: Reading, after: number): Leaf | null {
  for (let index = after; index < reading.leaves.length; index += 1) {
    const leaf = reading.leaves[index];
    if (leaf && (!reading.words.isNoise(leaf.text) || reading.hitAt.has(index))) return leaf;
  }
  return null;
}

function textBefore(reading: Reading, from: number, within: Node): boolean {
  for (let index = from - 1; index >= 0; index -= 1) {
    const leaf = reading.leaves[index];
    if (!leaf || !isWithin(leaf.node, within)) return false;
    if (!reading.words.isNoise(leaf.text)) return true;
  }
  return false;
}

/** The element that holds both label and value, or null when that value is not this label's. */
function holder(reading: Reading, hit: LabelHit, value: Leaf): Node | null {
  let branch: Node | undefined = reading.leaves[hit.to]?.node;
  if (!branch) return null;
  for (let step = 0; step < CLIMB; step += 1) {
    const parent = up(branch);
    if (!parent) return null;
    if (isWithin(value.node, parent)) {
      for (let sibling = branch.nextSibling; sibling; sibling = sibling.nextSibling) {
        if (isWithin(value.node, sibling)) return isHeader(branch) && isHeader(sibling) ? null : parent;
        if (isEmptyValue(sibling)) return null;
      }
      return branch === value.node || parent.contains(value.node) ? parent : null;
    }
    for (let sibling = branch.nextSibling; sibling; sibling = sibling.nextSibling) {
      if (isEmptyValue(sibling)) return null;
    }
    if (isElement(parent) && BOUNDARY.has(parent.tagName)) return null;
    if (textBefore(reading, hit.from, parent)) return null;
    branch = parent;
  }
  return null;
}

/** The texts of one label's value, up to the next label; null when there is none. */
export function valueOf(reading: Reading, hit: LabelHit): Value | null {
  const own = reading.leaves[hit.to];
  if (!own) return null;
  if (hit.rest) {
    const more = continued(reading, own, hit.to + 1);
    return { leaves: [{ ...own, text: hit.rest }, ...more], text: hit.rest };
  }
  const first = nextShown(reading, hit.to + 1);
  if (!first || reading.hitAt.has(first.index)) return null;
  const within = holder(reading, hit, first);
  if (!within) return null;
  const leaves: Leaf[] = [];
  for (let index = first.index; index < reading.leaves.length && leaves.length < 24; index += 1) {
    const leaf = reading.leaves[index];
    if (!leaf || reading.hitAt.has(index) || !isWithin(leaf.node, within)) break;
    if (!reading.words.isNoise(leaf.text)) leaves.push(leaf);
  }
  return { leaves, text: leaves[0]?.text ?? '' };
}

function continued(reading: Reading, own: Leaf, from: number): Leaf[] {
  const parent = up(own.node);
  const leaves: Leaf[] = [];
  for (let index = from; parent && index < reading.leaves.length && leaves.length < 24; index += 1) {
    const leaf = reading.leaves[index];
    if (!leaf || reading.hitAt.has(index) || !isWithin(leaf.node, parent)) break;
    if (!reading.words.isNoise(leaf.text)) leaves.push(leaf);
  }
  return leaves;
}

function inlineUpTo(node: Node, ancestor: Node): boolean {
  for (let at = up(node); at && at !== ancestor; at = up(at)) {
    if (!isElement(at) || !INLINE.has(at.tagName)) return false;
  }
  return true;
}

function areOneWord(one: Leaf, next: Leaf): boolean {
  if (next.spaced || one.node === next.node) return false;
  let common = up(one.node);
  while (common && !isWithin(next.node, common)) common = up(common);
  return common !== null && inlineUpTo(one.node, common) && inlineUpTo(next.node, common);
}

const cellOf = (leaf: Leaf): Element | null =>
  leaf.node.parentElement?.closest('td,th,[role=cell],[role=gridcell],dd') ?? null;

/**
 * The id a value shows, joined over spans; null when it is no id or might be only a part of one.
 * `confirmed` knows ids from elsewhere (the page's own response, its address).
 */
export function idIn(
  value: Value,
  words: Vocabulary,
  kind: 'refund_id' | 'order_id',
  confirmed: (id: string) => boolean,
): { id: string; leaves: Leaf[] } | null {
  const [first] = value.leaves;
  if (!first) return null;
  const used: Leaf[] = [first];
  let id = first.text.replace(/^#/, '');
  let doubtful = false;
  for (let at = 1; at < value.leaves.length; at += 1) {
    const next = value.leaves[at];
    const last = used[used.length - 1];
    if (!next || !last || !/^[0-9A-Za-z]/.test(next.text) || next.index !== last.index + 1) break;
    if (areOneWord(last, next)) {
      if (!words.isDigits(next.text)) return null;
      used.push(next);
      id += next.text;
    } else {
      doubtful = words.isDigits(next.text) && cellOf(last) === cellOf(next);
      break;
    }
  }
  if (!words.isId(id, kind)) return null;
  return doubtful && !confirmed(id) ? null : { id, leaves: used };
}
