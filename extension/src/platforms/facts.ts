/** The facts one row or card shows. A field that shows two different values is left out. */
import { caseKinds, type CaseKind, type Facts } from '@/domain/record';
import type { ColumnIndex } from '@/platforms/column-index';
import type { LabelName } from '@/platforms/description';
import type { LabelHit, Vocabulary } from '@/platforms/labels';
import type { Extent, Leaf } from '@/platforms/leaves';
import type { Anchor } from '@/platforms/holders';
import { clean, fenOf, timeOf } from '@/platforms/text';
import { idIn, type Reading, type Value } from '@/platforms/values';

type Shown = Map<LabelName, Value[]>;

function add(shown: Shown, name: LabelName, value: Value): void {
  shown.set(name, [...(shown.get(name) ?? []), value]);
}

/** One reading of a page, as far as facts are taken from it. */
export interface Source {
  readonly reading: Reading;
  readonly values: ReadonlyMap<LabelHit, Value>;
  readonly columns: ColumnIndex;
}

function shownIn({ reading, values, columns }: Source, container: Element, { from, to }: Extent): Shown {
  const shown: Shown = new Map();
  const cells = new Map<Element, { name: LabelName; leaves: Leaf[] }>();
  for (let index = from; index <= to; index += 1) {
    const hit = reading.hitAt.get(index);
    const value = hit && values.get(hit);
    if (hit && value) add(shown, hit.name, value);
    const leaf = reading.leaves[index];
    const found = leaf ? columns.under(leaf) : null;
    if (!leaf || found?.row !== container) continue;
    const cell = cells.get(found.cell) ?? { name: found.column.name, leaves: [] };
    if (!reading.words.isNoise(leaf.text)) cell.leaves.push(leaf);
    cells.set(found.cell, cell);
  }
  for (const { name, leaves } of cells.values()) {
    if (leaves[0]) add(shown, name, { leaves, text: leaves[0].text });
  }
  return shown;
}

function single<T>(values: readonly Value[] | undefined, read: (value: Value) => T | null): T | undefined {
  const found = new Set((values ?? []).map(read).filter((value) => value !== null));
  const [only] = found;
  return found.size === 1 ? only : undefined;
}

const isKind = (text: string | undefined): text is CaseKind => caseKinds.some((kind) => kind === text);

export function kindOf(text: string, words: Vocabulary): CaseKind | null {
  const kind = words.platform.enums.kind_text[text];
  return isKind(kind) ? kind : null;
}

const shortText = (value: Value): string | null =>
  value.text.length > 0 && value.text.length <= 60 && value.text !== '-' && value.text !== '--' ? value.text : null;

// Two texts may lie in two text nodes ("2026-11-20" "08:30:00"), and cleaning took the space away.
const shownTime = (value: Value): string | null =>
  timeOf(value.leaves[0]?.node.data ?? '') ?? timeOf(`${value.text.slice(0, 10)} ${value.text.slice(10)}`);

// What a person typed is kept as typed; only a label's own text was cut off it.
const asTyped = ({ node, text }: Leaf): string => {
  const typed = node.data.trim();
  return clean(typed) === text ? typed : text;
};

const typedText = (value: Value): string | null => value.leaves.map(asTyped).join(' ').slice(0, 500) || null;

function flagsIn({ leaves, words }: Reading, { from, to }: Extent): string[] {
  const shown = new Set(leaves.slice(from, to + 1).map(({ text }) => text));
  return words.platform.flags.texts.filter((flag) => shown.has(flag));
}

export function factsIn(source: Source, anchor: Anchor, container: Element, extent: Extent): Facts {
  const { words } = source.reading;
  const shown = shownIn(source, container, extent);
  const flags = flagsIn(source.reading, extent);
  const found: { [Field in keyof Facts]: Facts[Field] | undefined } = {
    refund_id: anchor.id,
    platform: words.platform.id,
    order_id: single(shown.get('order_id'), (value) => idIn(value, words, 'order_id', () => false)?.id ?? null),
    amount_fen: single(shown.get('amount'), (value) => fenOf(joinedAmount(value))),
    kind: single(shown.get('kind'), (value) => kindOf(value.text, words)),
    reason: single(shown.get('reason'), shortText),
    reason_text: single(shown.get('reason_text'), typedText),
    status: single(shown.get('status'), shortText),
    return_waybill: single(shown.get('return_waybill'), (value) => /^[0-9A-Za-z]{8,24}$/.exec(value.text)?.[0] ?? null),
    applied: single(shown.get('applied'), shownTime),
    delivered: single(shown.get('delivered'), shownTime),
    deadline: undefined,
    platform_flags: flags.length ? flags : undefined,
    buyer_id: undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as unknown as Facts;
}

/** `¥` `12` `.50` split over elements is one amount; two whole amounts are not. */
export function joinedAmount(value: Value): string {
  const texts = value.leaves.map(({ text }) => text);
  const [first = ''] = texts;
  if (fenOf(first) !== null && !/^\.\d/.test(texts[1] ?? '')) return first;
  let joined = '';
  for (const text of texts) {
    if (!/^[¥$0-9.,元]+$/u.test(text)) break;
    joined += text;
  }
  return joined;
}
