/** Values under a column's header: real tables, header and body in two tables, rows of plain divs. */
import type { LabelName } from '@/platforms/description';
import type { LabelHit } from '@/platforms/labels';
import { isWithin } from '@/platforms/leaves';
import type { Reading } from '@/platforms/values';

export interface Column {
  readonly name: LabelName;
  readonly hit: LabelHit;
  /** Places where the header cell may lie: its row, its column, the row's columns in all. */
  readonly places: readonly { readonly row: Element; readonly at: number; readonly of: number }[];
}

export const NO_ROW = /^(?:TABLE|TBODY|THEAD|TFOOT|BODY|HTML|MAIN)$/;

// Boxes of text are no cells.
export const INLINE_CELL = /^(?:SPAN|B|I|EM|STRONG|A|FONT|U|MARK|SMALL|LABEL|SVG|svg|BUTTON)$/;

/** A row of headers shows words; one with numbers in it is a row of values, or a label beside its value. */
function hasNumbers(reading: Reading, row: Element, hit: LabelHit): boolean {
  for (const step of [-1, 1]) {
    for (let index = hit.from + step; ; index += step) {
      const leaf = reading.leaves[index];
      if (!leaf || !row.contains(leaf.node)) break;
      if (/\d{4,}/.test(leaf.text)) return true;
    }
  }
  return false;
}

export const span = (cell: Element): number => {
  const value = Number(cell.getAttribute('colspan') ?? '1');
  return Number.isInteger(value) && value > 0 && value < 100 ? value : 1;
};

export function columnIn(row: Element, cell: Element): { at: number; of: number } {
  let at = 0;
  let of = 0;
  for (const child of row.children) {
    if (child === cell) at = of;
    of += span(child);
  }
  return { at, of };
}

/** Where every cell of a row stands, in one walk along it. */
export function placesIn(row: Element): ReadonlyMap<Element, { at: number; of: number }> {
  const starts: [Element, number][] = [];
  let of = 0;
  for (const cell of row.children) {
    starts.push([cell, of]);
    of += span(cell);
  }
  return new Map(starts.map(([cell, at]) => [cell, { at, of }]));
}

const shownText = (reading: Reading, element: Element, near: number): string => {
  let text = '';
  for (let index = near; index < reading.leaves.length; index += 1) {
    const leaf = reading.leaves[index];
    if (!leaf || !isWithin(leaf.node, element)) break;
    if (!reading.words.isNoise(leaf.text)) text += leaf.text;
  }
  return text;
};

function placesOf(reading: Reading, hit: LabelHit, least: number): Column['places'] {
  const leaf = reading.leaves[hit.to];
  if (!leaf) return [];
  const label = reading.leaves.slice(hit.from, hit.to + 1).map(({ text }) => text).join('');
  const places: { row: Element; at: number; of: number }[] = [];
  let cell = leaf.node.parentElement;
  for (let step = 0; cell && step < 6; step += 1, cell = cell.parentElement) {
    if (shownText(reading, cell, hit.from) !== label) break;
    const row = cell.parentElement;
    if (!row || NO_ROW.test(row.tagName)) break;
    const place = columnIn(row, cell);
    if ((place.of >= least && !INLINE_CELL.test(cell.tagName)) || row.tagName === 'TR') {
      if (hasNumbers(reading, row, hit)) break;
      places.push({ row, ...place });
    }
  }
  return places;
}

/** A row of boxes is told from a box in a box by its many cells. */
const CELLS_OF_A_ROW = 3;

/** Headers are labels with nothing beside them that stand in a row of several cells. */
export function columnsOf(reading: Reading, withoutValue: readonly LabelHit[], least = CELLS_OF_A_ROW): Column[] {
  return withoutValue.flatMap((hit) => {
    const places = hit.rest ? [] : placesOf(reading, hit, least);
    return places.length ? [{ name: hit.name, hit, places }] : [];
  });
}
