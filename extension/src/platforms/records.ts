/** From labels to records: whose id it is, how far its row or card reaches. */
import type { PageRecord } from '@/domain/record';
import { ColumnIndex } from '@/platforms/column-index';
import { columnsOf } from '@/platforms/columns';
import { factsIn, joinedAmount, kindOf, type Source } from '@/platforms/facts';
import { type Anchor, holderOf, isOther, isSupported, type Marks, marksOf } from '@/platforms/holders';
import type { LabelHit, Vocabulary } from '@/platforms/labels';
import { type Extent, extentIn, isWithin, type Leaf, readLeaves, up } from '@/platforms/leaves';
import { fullId } from '@/platforms/shortened';
import { fenOf } from '@/platforms/text';
import { idIn, nextShown, type Reading, type Value, valueOf } from '@/platforms/values';

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
  /** Ids the page itself received; not the one its address names. */
  readonly received: (id: string) => boolean;
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

/** Beside the header of a column of typed texts stands the next header, which looks like its value. */
function inTypedColumn(reading: Reading, values: ReadonlyMap<LabelHit, Value>, columns: ColumnIndex): (leaf: Leaf) => boolean {
  const typed = reading.words.platform.free_text;
  const rows = new Set(columns.columns.flatMap(({ places }) => places.map(({ row }) => row)));
  const beside = columnsOf(reading, reading.hits.filter((hit) => typed.includes(hit.name) && values.has(hit)));
  const headers = beside.filter(({ places }) => places.some(({ row }) => rows.has(row)));
  if (!headers.length) return () => false;
  const all = new ColumnIndex([...columns.columns, ...headers]);
  return (leaf) => {
    const name = all.under(leaf)?.column.name;
    return name !== undefined && typed.includes(name);
  };
}

/** True labels: not those in typed texts, nor in cells a column's header speaks for. */
function trueLabels(reading: Reading, values: ReadonlyMap<LabelHit, Value>, columns: ColumnIndex): LabelHit[] {
  const isTyped = inTypedElement(reading, reading.hits, values);
  const isInOther = inOtherColumn(columns, reading.words);
  const isInTyped = inTypedColumn(reading, values, columns);
  return reading.hits.filter((hit) => {
    const own = reading.leaves[hit.from];
    return own !== undefined && !isTyped(own) && !isInOther(own) && !isInTyped(own);
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

interface Sources extends Source {
  readonly known: Known;
  readonly enrich: Enrich;
}

interface Placed {
  readonly record: PageRecord;
  readonly extent: Extent;
}

/** The record of one anchor, among all anchors there are; null when its row or card is not its own. */
function placed(source: Sources, anchor: Anchor, marks: Marks): Placed | null {
  const { reading, known } = source;
  const held = holderOf(reading, anchor, marks);
  const element = anchor.leaf.node.parentElement;
  if (!held || !element) return null;
  const { extent } = held;
  // Two ids claim one row or card: better no answer than a wrong one.
  if (isOther({ ...marks, labels: new Map() }, anchor.id, extent, extent)) return null;
  if (!known.has(anchor.id) && !isSupported(reading, anchor, extent)) return null;
  const facts = source.enrich(factsIn(source, anchor, held.element, extent));
  const seen = anchor.leaves.map(({ node }) => ({ node, data: node.data }));
  return { record: { facts, container: held.element, anchor: element, seen }, extent };
}

/**
 * Where a table's fixed columns are a piece of the page of their own, a row of that piece may hold
 * nothing but the id. It is believed only when the page itself received that very id, below a header
 * for it, outside every other record and beside no other label.
 */
function apartAnchors({ reading, values, columns, known }: Sources, found: readonly Placed[], labels: readonly LabelHit[]): Anchor[] {
  const headers = labels.filter(({ name }) => name === 'refund_id');
  const before = new Set(found.map(({ record }) => record.facts.refund_id));
  if (!headers.length || ![...known.ids()].some((id) => known.received(id) && !before.has(id))) return [];
  const narrow = new ColumnIndex(columnsOf(reading, headers, 1));
  const taken = new Set<number>();
  for (const { extent: { from, to } } of found) for (let index = from; index <= to; index += 1) taken.add(index);
  // What a header passes for its value goes on into the rows below.
  for (const [{ name }, { leaves }] of values) for (const { index } of name === 'refund_id' ? leaves.slice(0, 1) : leaves) taken.add(index);
  return reading.leaves.flatMap((leaf) => {
    if (taken.has(leaf.index) || before.has(leaf.text) || !known.received(leaf.text)) return [];
    if (columns.under(leaf) || !narrow.under(leaf)) return [];
    return [{ id: leaf.text, leaf, leaves: [leaf], row: null }];
  });
}

/** Labels that name a value beside them, and the columns of those that head one. */
function labelled(reading: Reading, known: Known): { values: Map<LabelHit, Value>; columns: ColumnIndex; labels: LabelHit[]; bare: LabelHit[] } {
  const { hits, words } = reading;
  const beside = new Map<LabelHit, Value>();
  for (const hit of hits) {
    const value = valueOf(reading, hit);
    if (value && isPlausible(words, hit, value, known)) beside.set(hit, value);
  }
  const without = hits.filter((hit) => !beside.has(hit));
  const columns = new ColumnIndex(columnsOf(reading, without));
  const labels = trueLabels(reading, beside, columns);
  const values = new Map(labels.flatMap((hit) => {
    const value = beside.get(hit);
    return value ? [[hit, value] as const] : [];
  }));
  return { values, columns, labels, bare: without.filter((hit) => labels.includes(hit)) };
}

/** Reads every record a root shows. `known` only confirms; it never adds an id nobody can see. */
export function scan(root: Node, words: Vocabulary, known: Known, enrich: Enrich): Scan {
  const { leaves, shadowRoots } = readLeaves(root, words.splits);
  const hits = words.find(leaves);
  const reading: Reading = { words, leaves, hits, hitAt: new Map(hits.map((hit) => [hit.from, hit])) };
  const { values, columns, labels, bare } = labelled(reading, known);
  const source: Sources = { reading, values, columns, known, enrich };
  const anchors = anchorsOf(reading, values, columns, known);
  const place = (each: readonly Anchor[], all: readonly Anchor[]): Placed[] => {
    const marks = marksOf(all, labels);
    return each.flatMap((anchor) => placed(source, anchor, marks) ?? []);
  };
  const found = place(anchors, anchors);
  const apart = apartAnchors(source, found, labels);
  const lists = new Set(found.map(({ record }) => record.container.parentElement));
  // A header whose first row passed for its value heads the rows beside that one.
  const hasHeader = bare.some(({ name }) => name === 'refund_id');
  const beside = place(apart, [...anchors, ...apart]).filter(({ record }) => hasHeader || lists.has(record.container.parentElement));
  const records = [...found, ...beside].map(({ record }) => record);
  return { records, shadowRoots, reading, values };
}

export type Enrich = (facts: PageRecord['facts']) => PageRecord['facts'];
