/** Which cell lies under which header, for one reading; every cell is measured once. */
import { type Column, columnIn, INLINE_CELL, NO_ROW, placesIn, span } from '@/platforms/columns';
import { isWithin, type Leaf, up } from '@/platforms/leaves';

interface Place {
  readonly at: number;
  readonly of: number;
}

export interface Cell {
  readonly row: Element;
  readonly cell: Element;
  readonly column: Column;
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

const emptyLast = (row: Element): boolean => {
  const last = row.lastElementChild;
  return last !== null && last.textContent.trim() === '';
};

const rowSpan = (cell: Element): number => Number(cell.getAttribute('rowspan') ?? '1') || 1;
const CLIMB = 8;
const MOST_ABOVE = 60;

/** The columns of one reading, and which cell lies under which; every cell is measured once. */
export class ColumnIndex {
  private readonly measured = new Map<Element, Place>();
  private readonly spanning = new Map<Element, boolean>();
  private readonly rows = new Map<Element, ReadonlyMap<Element, Place>>();
  private readonly named = new Map<Column, boolean>();
  private readonly found = new Map<Leaf, Cell | null>();

  private readonly depths = new Map<Element, Map<Element, number>>();
  private readonly counts = new Set<number>();
  private readonly byPlace = new Map<number, { readonly column: Column; readonly place: Column['places'][number] }[]>();

  constructor(readonly columns: readonly Column[]) {
    for (const column of columns) {
      for (const place of column.places) {
        const same = this.byPlace.get(place.at) ?? [];
        same.push({ column, place });
        this.counts.add(place.of).add(place.of - 1);
        this.byPlace.set(place.at, same);
      }
    }
  }

  /** The body cell a leaf lies in, if it lies under a column; of several headers the nearest claims it. */
  under(leaf: Leaf): Cell | null {
    const before = this.found.get(leaf);
    if (before !== undefined) return before;
    const found = this.columns.length ? this.look(leaf) : null;
    this.found.set(leaf, found);
    return found;
  }

  /** Whether a leaf lies in a body cell of a table, or of rows of boxes, with one of these header rows. */
  isUnder(headers: ReadonlySet<Element>, leaf: Leaf): boolean {
    for (const header of headers) {
      const isHeading = this.columns.some((column) => this.isAhead(column, leaf) && column.places.some(({ row }) => row === header));
      if (!isHeading || isWithin(leaf.node, header)) continue;
      const { of } = columnIn(header, header);
      for (const [cell, row] of this.cellsAround(leaf)) {
        if (row.contains(header)) break;
        const width = this.place(row, cell).of;
        if (width === of || (width === of - 1 && emptyLast(header))) return true;
      }
    }
    return false;
  }

  /** Headers come first, except where the page itself says by ARIA which row holds them. */
  private isAhead(column: Column, leaf: Leaf): boolean {
    if (column.hit.to < leaf.index) return true;
    const before = this.named.get(column);
    if (before !== undefined) return before;
    const isNamed = column.places.some(({ row }) => row.querySelector('[role="columnheader"]') !== null);
    this.named.set(column, isNamed);
    return isNamed;
  }

  private *cellsAround(leaf: Leaf): Generator<readonly [Element, Element]> {
    let cell = leaf.node.parentElement;
    for (let step = 0; cell?.parentElement && step < CLIMB; step += 1, cell = cell.parentElement) {
      const row = cell.parentElement;
      if (NO_ROW.test(row.tagName)) return;
      const isTable = row.tagName === 'TR';
      if (isTable || !INLINE_CELL.test(cell.tagName)) yield [cell, row];
      if (isTable) return;
    }
  }

  private look(leaf: Leaf): Cell | null {
    let best: (Cell & { depth: number }) | null = null;
    for (const [cell, row] of this.cellsAround(leaf)) {
      // Most boxes around a text are no row: their children are not as many as any header's.
      if (row.tagName !== 'TR' && !this.counts.has(row.childElementCount)) continue;
      const own = this.place(row, cell);
      for (const { column, place } of this.byPlace.get(own.at) ?? []) {
        // A header may have one empty cell more, over the scroll bar of its body.
        if (own.of !== place.of && !(own.of === place.of - 1 && emptyLast(place.row))) continue;
        if (!this.isAhead(column, leaf) || row.contains(place.row) || isWithin(leaf.node, place.row)) continue;
        const near = this.commonDepth(place.row, row);
        if (!best || near > best.depth || (near === best.depth && column.hit.to > best.column.hit.to)) best = { row, cell, column, depth: near };
      }
    }
    return best;
  }

  /** How deep the nearest element around both rows lies; of one table the same for all its columns. */
  private commonDepth(header: Element, row: Element): number {
    const before = this.depths.get(header) ?? new Map<Element, number>();
    this.depths.set(header, before);
    const known = before.get(row);
    if (known !== undefined) return known;
    const common = commonDepth(header, row);
    before.set(row, common);
    return common;
  }

  private place(row: Element, cell: Element): Place {
    const before = this.measured.get(cell);
    if (before) return before;
    const place = row.tagName === 'TR' && this.hasSpans(row) ? spannedColumn(row, cell) : this.plainPlace(row, cell);
    this.measured.set(cell, place);
    return place;
  }

  private plainPlace(row: Element, cell: Element): Place {
    let places = this.rows.get(row);
    if (!places) {
      places = placesIn(row);
      this.rows.set(row, places);
    }
    return places.get(cell) ?? columnIn(row, cell);
  }

  private hasSpans(row: Element): boolean {
    const body = row.parentElement;
    if (!body) return false;
    const before = this.spanning.get(body);
    if (before !== undefined) return before;
    const has = body.querySelector('[rowspan]:not([rowspan="1"])') !== null;
    this.spanning.set(body, has);
    return has;
  }
}

/** The column of a cell where rows above span down into its row. */
function spannedColumn(row: Element, cell: Element): Place {
  const own = columnIn(row, cell);
  const above: Element[] = [];
  for (let at = row.previousElementSibling; at && above.length < MOST_ABOVE; at = at.previousElementSibling) above.push(at);
  const reaching = above.flatMap((candidate, distance) =>
    [...candidate.children].filter((spanning) => rowSpan(spanning) > distance + 1).map((spanning) => ({ at: columnIn(candidate, spanning).at, width: span(spanning) })),
  );
  let shift = 0;
  for (const { at, width } of reaching) if (at <= own.at + shift) shift += width;
  return { at: own.at + shift, of: own.of + reaching.reduce((sum, { width }) => sum + width, 0) };
}
