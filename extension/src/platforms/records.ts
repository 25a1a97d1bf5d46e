/** From labels to records: whose id it is, how far its row or card reaches. */
import type { PageRecord } from '@/domain/record';
import type { LabelName } from '@/platforms/description';
import { ColumnIndex } from '@/platforms/column-index';
import { columnsOf } from '@/platforms/columns';
import { factsIn, joinedAmount, kindOf } from '@/platforms/facts';
import type { LabelHit, Vocabulary } from '@/platforms/labels';
import { type Extent, extentIn, isWithin, type Leaf, readLeaves, up } from '@/platforms/leaves';
import { fullId } from '@/platforms/shortened';
import { fenOf } from '@/platforms/text';
import { idIn, nextShown, type Reading, type Value, valueOf } from '@/platforms/values';

export interface Anchor {
  readonly id: string;
  readonly leaf: Leaf;
  readonly leaves: readonly Leaf[];
  /** The row, when a column's header named this id; cards find theirs by climbing. */
  readonly row: Element | null;
}

export interface Scan {
  readonly records: readonly PageRecord[];
  readonly shadowRoots: readonly ShadowRoot[];
  readonly reading: Reading;
  readonly values: ReadonlyMap<LabelHit, Value>;
}

export interface Known {
  /** Ids of refunds the page itself received or stands on. */
  readonly has: (id: string) => boolean;
  readonly ids: () => Iterable<string>;
}

function idAnchor(words: Vocabulary, value: Value, known: Known, row: Element | null): Anchor | null {
  const [leaf] = value.leaves;
  if (!leaf) return null;
  const whole = idIn(value, words, 'refund_id', known.has);
  if (whole) return { id: whole.id, leaf, leaves: whole.leaves, row };
  const id = fullId(leaf, words, known);
  return id ? { id, leaf, leaves: [leaf], row } : null;
}

/** Texts a buyer or a clerk typed: labels in there are talk, not labels. */
function inTypedElement(reading: Reading, hits: readonly LabelHit[], values: ReadonlyMap<LabelHit, Value>): (leaf: Leaf) => boolean {
  const typed = new Set<number>();
  for (const hit of hits) {
    if (!reading.words.platform.free_text.includes(hit.name)) continue;
    const first = values.get(hit)?.leaves[0] ?? nextShown(reading, hit.to + 1);
    const label = reading.leaves[hit.to];
    if (!first || !label) continue;
    let at: Node = first.node;
    for (let parent = up(at); parent && !isWithin(label.node, parent); parent = up(at)) at = parent;
    if (at === label.node) continue;
    const { from, to } = extentIn(reading.leaves, at, { from: first.index, to: first.index });
    for (let index = from; index <= to; index += 1) typed.add(index);
  }
  return ({ index }) => typed.has(index);
}

/** In a table with a column of refund ids its cells hold no labels; what looks like one was typed. */
function inOtherColumn(columns: ColumnIndex, words: Vocabulary): (leaf: Leaf) => boolean {
  const claimed = columns.columns.filter(({ name }) => name === 'refund_id' || words.platform.free_text.includes(name));
  const headers = new Set(claimed.flatMap(({ places }) => places.map(({ row }) => row)));
  return (leaf) => headers.size > 0 && columns.isUnder(headers, leaf);
}

/** True labels: not those in typed texts, nor in cells a column's header speaks for. */
function trueLabels(reading: Reading, values: ReadonlyMap<LabelHit, Value>, columns: ColumnIndex): LabelHit[] {
  const isTyped = inTypedElement(reading, reading.hits, values);
  const isInOther = inOtherColumn(columns, reading.words);
  return reading.hits.filter((hit) => {
    const own = reading.leaves[hit.from];
    return own !== undefined && !isTyped(own) && !isInOther(own);
  });
}

function anchorsOf(reading: Reading, values: ReadonlyMap<LabelHit, Value>, columns: ColumnIndex, known: Known): Anchor[] {
  const anchors: Anchor[] = [];
  const taken = new Set<number>();
  for (const [hit, value] of values) {
    if (hit.name !== 'refund_id') continue;
    for (const { index } of value.leaves.slice(0, 1)) taken.add(index);
    const anchor = idAnchor(reading.words, value, known, null);
    if (anchor) anchors.push(anchor);
  }
  return [...anchors, ...columnAnchors(reading, columns, known, taken)];
}

/** What stands beside a label can be its value; beside a header stands the next header. */
function isPlausible(words: Vocabulary, hit: LabelHit, value: Value, known: Known): boolean {
  if (hit.name === 'refund_id') return idAnchor(words, value, known, null) !== null;
  if (hit.name === 'order_id') return idIn(value, words, 'order_id', () => true) !== null;
  if (hit.name === 'amount') return fenOf(joinedAmount(value)) !== null;
  return hit.name !== 'kind' || kindOf(value.text, words) !== null;
}

const MAYBE_ID = /^#?[0-9A-Za-z-]{4,}(?:(?:\.{2,}|\*+)[0-9A-Za-z]+)?$/;

function columnAnchors(reading: Reading, columns: ColumnIndex, known: Known, taken: ReadonlySet<number>): Anchor[] {
  if (!columns.columns.some(({ name }) => name === 'refund_id')) return [];
  const cells = new Map<Element, Anchor[]>();
  for (const leaf of reading.leaves) {
    if (taken.has(leaf.index) || reading.hitAt.has(leaf.index) || !MAYBE_ID.test(leaf.text)) continue;
    const found = columns.under(leaf);
    if (found?.column.name !== 'refund_id') continue;
    const inCell: Leaf[] = [];
    for (let index = leaf.index; ; index += 1) {
      const next = reading.leaves[index];
      if (!next || !found.cell.contains(next.node)) break;
      inCell.push(next);
    }
    const before = reading.leaves[leaf.index - 1];
    if (before && found.cell.contains(before.node) && !reading.words.isNoise(before.text)) continue;
    const shown = inCell.filter(({ text }) => !reading.words.isNoise(text));
    const anchor = idAnchor(reading.words, { leaves: shown, text: leaf.text }, known, found.row);
    if (anchor) cells.set(found.cell, [...(cells.get(found.cell) ?? []), anchor]);
  }
  return [...cells.values()].flatMap((several) => (several.length === 1 ? several : []));
}

const isRow = (element: Element): boolean =>
  /^(?:TR|LI|ARTICLE)$/.test(element.tagName) || /^(?:row|listitem|article)$/.test(element.getAttribute('role') ?? '');

const ONCE = ['refund_id', 'order_id'] as const;

/** What stands at which leaf: looked up instead of searched, for a page of many records has many labels. */
interface Marks {
  readonly anchors: ReadonlyMap<number, string>;
  /** Labels that stand once in a record: where a second one comes in, another record begins. */
  readonly labels: ReadonlyMap<number, LabelName>;
}

interface Held {
  readonly element: Element;
  readonly extent: Extent;
}

/** Whether the leaves that come in between two extents belong to another record. */
function isOther(marks: Marks, id: string, inner: Extent, outer: Extent): boolean {
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
function holderOf({ leaves }: Reading, anchor: Anchor, marks: Marks): Held | null {
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
function isSupported(reading: Reading, anchor: Anchor, { from, to }: Extent): boolean {
  if (anchor.row) return true;
  for (let index = from; index <= to; index += 1) {
    const hit = reading.hitAt.get(index);
    if (hit && hit.name !== 'refund_id' && !reading.words.platform.free_text.includes(hit.name)) return true;
  }
  return false;
}

const marksOf = (anchors: readonly Anchor[], labels: readonly LabelHit[]): Marks => ({
  anchors: new Map(anchors.map(({ id, leaf }) => [leaf.index, id])),
  labels: new Map(labels.flatMap(({ name, from }) => (name === 'refund_id' || name === 'order_id' ? [[from, name] as const] : []))),
});

/** Reads every record a root shows. `known` only confirms; it never adds an id nobody can see. */
export function scan(root: Node, words: Vocabulary, known: Known, enrich: Enrich): Scan {
  const { leaves, shadowRoots } = readLeaves(root, words.splits);
  const hits = words.find(leaves);
  const reading: Reading = { words, leaves, hits, hitAt: new Map(hits.map((hit) => [hit.from, hit])) };
  const beside = new Map<LabelHit, Value>();
  for (const hit of hits) {
    const value = valueOf(reading, hit);
    if (value && isPlausible(words, hit, value, known)) beside.set(hit, value);
  }
  const columns = new ColumnIndex(columnsOf(reading, hits.filter((hit) => !beside.has(hit))));
  const labels = trueLabels(reading, beside, columns);
  const values = new Map(labels.flatMap((hit) => {
    const value = beside.get(hit);
    return value ? [[hit, value] as const] : [];
  }));
  const anchors = anchorsOf(reading, values, columns, known);
  const marks = marksOf(anchors, labels);
  const records = anchors.flatMap((anchor) => {
    const held = holderOf(reading, anchor, marks);
    const element = anchor.leaf.node.parentElement;
    if (!held || !element) return [];
    // Two ids claim one row or card: better no answer than a wrong one.
    if (isOther({ ...marks, labels: new Map() }, anchor.id, held.extent, held.extent)) return [];
    if (!known.has(anchor.id) && !isSupported(reading, anchor, held.extent)) return [];
    const facts = enrich(factsIn({ reading, values, columns }, anchor, held.element, held.extent));
    const seen = anchor.leaves.map(({ node }) => ({ node, data: node.data }));
    return [{ facts, container: held.element, anchor: element, seen } satisfies PageRecord];
  });
  return { records, shadowRoots, reading, values };
}

export type Enrich = (facts: PageRecord['facts']) => PageRecord['facts'];
