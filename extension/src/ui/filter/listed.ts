/** The page's own list as the bar sees it: which rows match, and in which order they are gone through. */
import type { Level } from '@/domain/answers';
import { compared, type Ranked } from '@/ui/queue/ordering';

type ListSort = 'risk' | 'deadline';

export interface Listed extends Ranked {
  readonly why: string;
}

export interface ListChoice {
  readonly levels: readonly Level[];
  readonly onlySoon: boolean;
  readonly sort: ListSort;
}
export const wholeList: ListChoice = { levels: [], onlySoon: false, sort: 'risk' };

const SOON_MS = 12 * 3_600_000;

export function isSoon({ deadline }: Ranked, now: number): boolean {
  const at = Date.parse(deadline ?? '');
  return at >= now && at - now <= SOON_MS;
}

export const isFiltering = ({ levels, onlySoon }: ListChoice): boolean => levels.length > 0 || onlySoon;

export const isShown = (row: Ranked, { levels, onlySoon }: ListChoice, now: number): boolean =>
  (!levels.length || levels.includes(row.level)) && (!onlySoon || isSoon(row, now));

/** The rows that match, in the chosen order; the page's own order stays as it is. */
export const inOrder = (rows: readonly Listed[], choice: ListChoice, now: number): Listed[] =>
  rows.filter((row) => isShown(row, choice, now)).sort(compared(choice.sort, now));

/** The next of the list after the one shown last, round and round; the first when that one is gone. */
export function stepped(rows: readonly Listed[], from: string | null, step: 1 | -1): Listed | null {
  if (!rows.length) return null;
  const at = rows.findIndex(({ refund_id: id }) => id === from);
  if (at < 0) return (step === 1 ? rows[0] : rows[rows.length - 1]) ?? null;
  return rows[(at + step + rows.length) % rows.length] ?? null;
}
