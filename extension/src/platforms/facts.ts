/** The facts one row or card shows. A field that shows two different values is left out. */
import { caseKinds, type CaseKind, type Facts } from '@/domain/record';
import type { ColumnIndex } from '@/platforms/column-index';
import type { LabelName } from '@/platforms/description';
import type { LabelHit, Vocabulary } from '@/platforms/labels';
import { isWithin, type Leaf } from '@/platforms/leaves';
import type { Anchor } from '@/platforms/records';
import { clean, fenOf, timeOf } from '@/platforms/text';
import { idIn, type Reading, type Value } from '@/platforms/values';

type Shown = Map<LabelName, Value[]>;

function add(shown: Shown, name: LabelName, value: Value): void {
  shown.set(name, [...(shown.get(name) ?? []), value]);
}

/** The texts of a row or card: they lie around its id in one piece. */
function leavesIn(reading: Reading, anchor: Anchor, container: Element): Leaf[] {
  let from = anchor.leaf.index;
  let to = from;
  const isIn = (index: number): boolean => {
    const leaf = reading.leaves[index];
    return leaf !== undefined && isWithin(leaf.node, container);
  };
  while (isIn(from - 1)) from -= 1;
  while (isIn(to + 1)) to += 1;
  return reading.leaves.slice(from, to + 1);
}

function shownIn(
  reading: Reading,
  values: ReadonlyMap<LabelHit, Value>,
  columns: ColumnIndex,
  anchor: Anchor,
  container: Element,
): Shown {
  const shown: Shown = new Map();
  for (const [hit, value] of values) {
    const label = reading.leaves[hit.from];
    if (label && isWithin(label.node, container)) add(shown, hit.name, value);
  }
  if (columns.columns.length === 0) return shown;
  const cells = new Map<Element, { name: LabelName; leaves: Leaf[] }>();
  for (const leaf of leavesIn(reading, anchor, container)) {
    const found = columns.under(leaf);
    if (found?.row !== container) continue;
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

const flagLeaves = new WeakMap<Reading, readonly Leaf[]>();

/** The few texts of a page that are a platform's marks; looked for once per reading. */
function flagsIn(reading: Reading): readonly Leaf[] {
  const before = flagLeaves.get(reading);
  if (before) return before;
  const marks = new Set(reading.words.platform.flags.texts);
  const found = reading.leaves.filter(({ text }) => marks.has(text));
  flagLeaves.set(reading, found);
  return found;
}

export function factsIn(
  reading: Reading,
  values: ReadonlyMap<LabelHit, Value>,
  columns: ColumnIndex,
  anchor: Anchor,
  container: Element,
): Facts {
  const { words } = reading;
  const shown = shownIn(reading, values, columns, anchor, container);
  const flagged = flagsIn(reading).filter(({ node }) => isWithin(node, container));
  const flags = words.platform.flags.texts.filter((flag) => flagged.some(({ text }) => text === flag));
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
