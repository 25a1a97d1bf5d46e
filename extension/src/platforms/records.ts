/** From labels to records: whose id it is, how far its row or card reaches. */
import type { PageRecord } from '@/domain/record';
import type { LabelName } from '@/platforms/description';
import { ColumnIndex } from '@/platforms/column-index';
import { columnsOf } from '@/platforms/columns';
import { factsIn, joinedAmount, kindOf } from '@/platforms/facts';
import type { LabelHit, Vocabulary } from '@/platforms/labels';
import { isWithin, type Leaf, readLeaves, up } from '@/platforms/leaves';
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
  const elements = hits.flatMap((hit) => {
    if (!reading.words.platform.free_text.includes(hit.name)) return [];
    const first = values.get(hit)?.leaves[0] ?? nextShown(reading, hit.to + 1);
    const label = reading.leaves[hit.to];
    if (!first || !label) return [];
    let at: Node = first.node;
    for (let parent = up(at); parent && !isWithin(label.node, parent); parent = up(at)) at = parent;
    return at === label.node ? [] : [at];
  });
  return (leaf) => elements.some((element) => isWithin(leaf.node, element));
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

/** Labels that stand once in a record: where a second one comes in, another record begins. */
function countIn(reading: Reading, marks: readonly LabelHit[], name: LabelName, element: Node): number {
  let count = 0;
  for (const hit of marks) {
    const leaf = reading.leaves[hit.from];
    if (hit.name === name && leaf && isWithin(leaf.node, element)) count += 1;
  }
  return count;
}

const ONCE = ['refund_id', 'order_id'] as const;

function containerOf(reading: Reading, anchor: Anchor, anchors: readonly Anchor[], marks: readonly LabelHit[]): Element | null {
  if (anchor.row) return anchor.row;
  const others = anchors.filter(({ id }) => id !== anchor.id);
  let at: Element | null = anchor.leaf.node.parentElement;
  for (let steps = 0; at && steps < 40; steps += 1) {
    const parent: Node | null = up(at);
    if (isRow(at) || !(parent instanceof Element) || parent.tagName === 'BODY') return at;
    if (others.some(({ leaf }) => isWithin(leaf.node, parent))) return at;
    const here: Element = at;
    const isMore = (name: LabelName): boolean => countIn(reading, marks, name, parent) > Math.max(1, countIn(reading, marks, name, here));
    if (ONCE.some(isMore)) return at;
    at = parent;
  }
  return at;
}

/** A number beside one label may be chance; a row, or a second label with it, is a record. */
function isSupported(reading: Reading, anchor: Anchor, container: Element): boolean {
  if (anchor.row) return true;
  return reading.hits.some(({ name, from }) => {
    const label = reading.leaves[from];
    return name !== 'refund_id' && !reading.words.platform.free_text.includes(name) && label !== undefined && isWithin(label.node, container);
  });
}

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
  const marks = labels.filter(({ name }) => name === 'refund_id' || name === 'order_id');
  const values = new Map(labels.flatMap((hit) => {
    const value = beside.get(hit);
    return value ? [[hit, value] as const] : [];
  }));
  const anchors = anchorsOf(reading, values, columns, known);
  const records = anchors.flatMap((anchor) => {
    const container = containerOf(reading, anchor, anchors, marks);
    const element = anchor.leaf.node.parentElement;
    if (!container || !element) return [];
    // Two ids claim one row or card: better no answer than a wrong one.
    if (anchors.some((other) => other.id !== anchor.id && isWithin(other.leaf.node, container))) return [];
    if (!known.has(anchor.id) && !isSupported(reading, anchor, container)) return [];
    const facts = enrich(factsIn(reading, values, columns, anchor, container));
    const seen = anchor.leaves.map(({ node }) => ({ node, data: node.data }));
    return [{ facts, container, anchor: element, seen } satisfies PageRecord];
  });
  return { records, shadowRoots, reading, values };
}

export type Enrich = (facts: PageRecord['facts']) => PageRecord['facts'];
