/** How far a record's row or card reaches: until another record begins. */
import type { LabelName } from '@/platforms/description';
import type { LabelHit } from '@/platforms/labels';
import { type Extent, extentIn, type Leaf, up } from '@/platforms/leaves';
import type { Reading } from '@/platforms/values';

export interface Anchor {
  readonly id: string;
  readonly leaf: Leaf;
  readonly leaves: readonly Leaf[];
  /** The row, when a column's header named this id; cards find theirs by climbing. */
  readonly row: Element | null;
}

const isRow = (element: Element): boolean =>
  /^(?:TR|LI|ARTICLE)$/.test(element.tagName) || /^(?:row|listitem|article)$/.test(element.getAttribute('role') ?? '');

const ONCE = ['refund_id', 'order_id'] as const;

/** What stands at which leaf: looked up instead of searched, for a page of many records has many labels. */
export interface Marks {
  readonly anchors: ReadonlyMap<number, string>;
  /** Labels that stand once in a record: where a second one comes in, another record begins. */
  readonly labels: ReadonlyMap<number, LabelName>;
}

interface Held {
  readonly element: Element;
  readonly extent: Extent;
}

/** Whether the leaves that come in between two extents belong to another record. */
export function isOther(marks: Marks, id: string, inner: Extent, outer: Extent): boolean {
  const counts = (name: LabelName, { from, to }: Extent): number => {
    let count = 0;
    for (let index = from; index <= to; index += 1) if (marks.labels.get(index) === name) count += 1;
    return count;
  };
  for (let index = outer.from; index <= outer.to; index += 1) {
    const anchor = marks.anchors.get(index);
    if (anchor !== undefined && anchor !== id) return true;
  }
  return ONCE.some((name) => counts(name, outer) > Math.max(1, counts(name, inner)));
}

/** The row or card of an anchor: the largest element around it into which no other record reaches. */
export function holderOf({ leaves }: Reading, anchor: Anchor, marks: Marks): Held | null {
  const own: Extent = { from: anchor.leaf.index, to: anchor.leaf.index };
  if (anchor.row) return { element: anchor.row, extent: extentIn(leaves, anchor.row, own) };
  let at: Element | null = anchor.leaf.node.parentElement;
  let extent = at ? extentIn(leaves, at, own) : own;
  for (let steps = 0; at && steps < 40; steps += 1) {
    const parent: Node | null = up(at);
    if (isRow(at) || !(parent instanceof Element) || parent.tagName === 'BODY') break;
    const outer = extentIn(leaves, parent, extent);
    if (isOther(marks, anchor.id, extent, outer)) break;
    at = parent;
    extent = outer;
  }
  return at && { element: at, extent };
}

/** A number beside one label may be chance; a row, or a second label with it, is a record. */
export function isSupported(reading: Reading, anchor: Anchor, { from, to }: Extent): boolean {
  if (anchor.row) return true;
  for (let index = from; index <= to; index += 1) {
    const hit = reading.hitAt.get(index);
    if (hit && hit.name !== 'refund_id' && !reading.words.platform.free_text.includes(hit.name)) return true;
  }
  return false;
}

export const marksOf = (anchors: readonly Anchor[], labels: readonly LabelHit[]): Marks => ({
  anchors: new Map(anchors.map(({ id, leaf }) => [leaf.index, id])),
  labels: new Map(labels.flatMap(({ name, from }) => (name === 'refund_id' || name === 'order_id' ? [[from, name] as const] : []))),
});
