/** From labels to records: whose id it is, how far its row or card reaches. */
import type { PageRecord } from '@/domain/record';
import { columnsOf, type Column, underColumn } from '@/platforms/columns';
import { factsIn } from '@/platforms/facts';
import type { LabelHit, Vocabulary } from '@/platforms/labels';
import { isWithin, type Leaf, readLeaves, up } from '@/platforms/leaves';
import { fullId } from '@/platforms/shortened';
import { idIn, type Reading, type Value, valueOf } from '@/platforms/values';

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
function typedTexts(hits: readonly LabelHit[], values: ReadonlyMap<LabelHit, Value>, words: Vocabulary): Set<number> {
  const typed = new Set<number>();
  for (const hit of hits) {
    if (!words.platform.free_text.includes(hit.name)) continue;
    for (const leaf of values.get(hit)?.leaves ?? []) typed.add(leaf.index);
  }
  return typed;
}

function inTypedElement(reading: Reading, hits: readonly LabelHit[], values: ReadonlyMap<LabelHit, Value>): (leaf: Leaf) => boolean {
  const elements = hits.flatMap((hit) => {
    if (!reading.words.platform.free_text.includes(hit.name)) return [];
    const first = values.get(hit)?.leaves[0] ?? reading.leaves[hit.to + 1];
    const label = reading.leaves[hit.to];
    if (!first || !label) return [];
    let at: Node = first.node;
    for (let parent = up(at); parent && !isWithin(label.node, parent); parent = up(at)) at = parent;
    return at === label.node ? [] : [at];
  });
  return (leaf) => elements.some((element) => isWithin(leaf.node, element));
}

function anchorsOf(reading: Reading, values: ReadonlyMap<LabelHit, Value>, known: Known): Anchor[] {
  const { hits, words } = reading;
  const typed = typedTexts(hits, values, words);
  const isTyped = inTypedElement(reading, hits, values);
  const anchors: Anchor[] = [];
  const taken = new Set<number>();
  for (const [hit, value] of values) {
    const own = reading.leaves[hit.from];
    for (const { index } of value.leaves.slice(0, 1)) taken.add(index);
    if (hit.name !== 'refund_id' || typed.has(hit.from) || (own && isTyped(own))) continue;
    const anchor = idAnchor(words, value, known, null);
    if (anchor) anchors.push(anchor);
  }
  const columns = columnsOf(reading, hits.filter((hit) => !values.has(hit)));
  return [...anchors, ...columnAnchors(reading, columns, known, taken)];
}

const MAYBE_ID = /^#?[0-9A-Za-z-]{4,}(?:(?:\.{2,}|\*+)[0-9A-Za-z]+)?$/;

function columnAnchors(reading: Reading, columns: readonly Column[], known: Known, taken: ReadonlySet<number>): Anchor[] {
  if (!columns.some(({ name }) => name === 'refund_id')) return [];
  const cells = new Map<Element, Anchor[]>();
  for (const leaf of reading.leaves) {
    if (taken.has(leaf.index) || reading.hitAt.has(leaf.index) || !MAYBE_ID.test(leaf.text)) continue;
    const found = underColumn(columns, leaf);
    if (found?.column.name !== 'refund_id') continue;
    const inCell = reading.leaves.slice(leaf.index).filter(({ node }) => found.cell.contains(node));
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

function containerOf(anchor: Anchor, anchors: readonly Anchor[]): Element | null {
  if (anchor.row) return anchor.row;
  const others = anchors.filter(({ id }) => id !== anchor.id);
  let at: Element | null = anchor.leaf.node.parentElement;
  for (let steps = 0; at && steps < 40; steps += 1) {
    const parent: Node | null = up(at);
    if (isRow(at) || !(parent instanceof Element) || parent.tagName === 'BODY') return at;
    if (others.some(({ leaf }) => isWithin(leaf.node, parent))) return at;
    at = parent;
  }
  return at;
}

/** Reads every record a root shows. `known` only confirms; it never adds an id nobody can see. */
export function scan(root: Node, words: Vocabulary, known: Known, enrich: Enrich): Scan {
  const { leaves, shadowRoots } = readLeaves(root, words.splits);
  const hits = words.find(leaves);
  const reading: Reading = { words, leaves, hits, hitAt: new Map(hits.map((hit) => [hit.from, hit])) };
  const values = new Map<LabelHit, Value>();
  for (const hit of hits) {
    const value = valueOf(reading, hit);
    if (value) values.set(hit, value);
  }
  const anchors = anchorsOf(reading, values, known);
  const columns = columnsOf(reading, hits.filter((hit) => !values.has(hit)));
  const records = anchors.flatMap((anchor) => {
    const container = containerOf(anchor, anchors);
    const element = anchor.leaf.node.parentElement;
    if (!container || !element) return [];
    // Two ids claim one row or card: better no answer than a wrong one.
    if (anchors.some((other) => other.id !== anchor.id && isWithin(other.leaf.node, container))) return [];
    const facts = enrich(factsIn(reading, values, columns, anchor, container));
    const seen = anchor.leaves.map(({ node }) => ({ node, data: node.data }));
    return [{ facts, container, anchor: element, seen } satisfies PageRecord];
  });
  return { records, shadowRoots, reading, values };
}

export type Enrich = (facts: PageRecord['facts']) => PageRecord['facts'];
