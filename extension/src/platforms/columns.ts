/** Values under a column's header: real tables, header and body in two tables, rows of plain divs. */
import type { LabelName } from '@/platforms/description';
import type { LabelHit } from '@/platforms/labels';
import { isWithin, type Leaf, up } from '@/platforms/leaves';
import type { Reading } from '@/platforms/values';

export interface Column {
  readonly name: LabelName;
  readonly hit: LabelHit;
  /** Places where the header cell may lie: its row, its column, the row's columns in all. */
  readonly places: readonly { readonly row: Element; readonly at: number; readonly of: number }[];
}

const NO_ROW = /^(?:TABLE|TBODY|THEAD|TFOOT|BODY|HTML|MAIN)$/;

// Boxes of text are no cells.
const INLINE_CELL = /^(?:SPAN|B|I|EM|STRONG|A|FONT|U|MARK|SMALL|LABEL|SVG|svg|BUTTON)$/;

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

const span = (cell: Element): number => {
  const value = Number(cell.getAttribute('colspan') ?? '1');
  return Number.isInteger(value) && value > 0 && value < 100 ? value : 1;
};

function columnIn(row: Element, cell: Element): { at: number; of: number } {
  let at = 0;
  let of = 0;
  for (const child of row.children) {
    if (child === cell) at = of;
    of += span(child);
  }
  return { at, of };
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

function placesOf(reading: Reading, hit: LabelHit): Column['places'] {
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
    if ((place.of >= 3 && !INLINE_CELL.test(cell.tagName)) || row.tagName === 'TR') {
      if (hasNumbers(reading, row, hit)) break;
      places.push({ row, ...place });
    }
  }
  return places;
}

/** Headers are labels with nothing beside them that stand in a row of several cells. */
export function columnsOf(reading: Reading, withoutValue: readonly LabelHit[]): Column[] {
  return withoutValue.flatMap((hit) => {
    const places = hit.rest ? [] : placesOf(reading, hit);
    return places.length ? [{ name: hit.name, hit, places }] : [];
  });
}

/** The column a body cell of a real table lies in, rows above that span down counted. */
function tableColumn(row: Element, cell: Element): { at: number; of: number } {
  const own = columnIn(row, cell);
  const above: Element[] = [];
  for (let at = row.previousElementSibling; at && above.length < 60; at = at.previousElementSibling) above.push(at);
  const rowSpan = (candidate: Element): number => Number(candidate.getAttribute('rowspan') ?? '1') || 1;
  let shift = 0;
  above.forEach((candidate, distance) => {
    for (const spanning of candidate.children) {
      if (rowSpan(spanning) <= distance + 1) continue;
      const { at } = columnIn(candidate, spanning);
      if (at <= own.at + shift) shift += span(spanning);
    }
  });
  const missing = above.flatMap((candidate, distance) =>
    [...candidate.children].filter((spanning) => rowSpan(spanning) > distance + 1).map(span),
  );
  return { at: own.at + shift, of: own.of + missing.reduce((sum, width) => sum + width, 0) };
}

export interface Cell {
  readonly row: Element;
  readonly cell: Element;
}

const depth = (node: Node): number => {
  let count = 0;
  for (let at: Node | null = node; at; at = up(at)) count += 1;
  return count;
};

function commonDepth(one: Node, other: Node): number {
  let common: Node | null = one;
  while (common && !isWithin(other, common)) common = up(common);
  return common ? depth(common) : 0;
}

function cellUnder(column: Column, leaf: Leaf): Cell | null {
  let cell = leaf.node.parentElement;
  for (let step = 0; cell?.parentElement && step < 8; step += 1, cell = cell.parentElement) {
    const row = cell.parentElement;
    const isTable = row.tagName === 'TR';
    if (!isTable && INLINE_CELL.test(cell.tagName)) continue;
    if (NO_ROW.test(row.tagName)) return null;
    for (const place of column.places) {
      if (row.contains(place.row) || isWithin(leaf.node, place.row)) continue;
      const { at, of } = isTable ? tableColumn(row, cell) : columnIn(row, cell);
      // A header may have one empty cell more, over the scroll bar of its body.
      if (at === place.at && (of === place.of || (of === place.of - 1 && emptyLast(place.row)))) return { row, cell };
    }
    if (isTable) return null;
  }
  return null;
}

const emptyLast = (row: Element): boolean => {
  const last = row.lastElementChild;
  return last !== null && last.textContent.trim() === '';
};

/** Headers come first, except where the page itself says by ARIA which row holds them. */
const isAhead = (column: Column, leaf: Leaf): boolean =>
  column.hit.to < leaf.index || column.places.some(({ row }) => row.querySelector('[role="columnheader"]') !== null);

/** The body cell a leaf lies in, if it lies under this column and no nearer header claims it. */
export function underColumn(columns: readonly Column[], leaf: Leaf): (Cell & { column: Column }) | null {
  let best: (Cell & { column: Column; depth: number }) | null = null;
  for (const column of columns) {
    if (!isAhead(column, leaf)) continue;
    const cell = cellUnder(column, leaf);
    const header = column.places[0]?.row;
    if (!cell || !header) continue;
    const near = commonDepth(header, leaf.node);
    if (!best || near > best.depth || (near === best.depth && column.hit.to > best.column.hit.to)) {
      best = { ...cell, column, depth: near };
    }
  }
  return best;
}

/** Whether a leaf lies in a body cell of a table, or of rows of boxes, with one of these header rows. */
export function isUnderHeader(headers: readonly Element[], columns: readonly Column[], leaf: Leaf): boolean {
  for (const header of headers) {
    const { of } = columnIn(header, header);
    const before = columns.some((column) => isAhead(column, leaf) && column.places.some(({ row }) => row === header));
    if (!before || isWithin(leaf.node, header)) continue;
    let cell = leaf.node.parentElement;
    for (let step = 0; cell?.parentElement && step < 8; step += 1, cell = cell.parentElement) {
      const row = cell.parentElement;
      if (row.contains(header) || NO_ROW.test(row.tagName)) break;
      const width = row.tagName === 'TR' ? tableColumn(row, cell).of : columnIn(row, cell).of;
      if (width === of || (width === of - 1 && emptyLast(header))) return true;
      if (row.tagName === 'TR') break;
    }
  }
  return false;
}
