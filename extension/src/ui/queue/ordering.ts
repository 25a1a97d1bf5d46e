/** Sorting, filtering, searching and paging of the work queue: plain functions of rows. */
import { type Level, levels } from '@/domain/answers';
import type { WorkRow } from '@/domain/work';

export const sorts = ['deadline', 'risk', 'updated'] as const;
export type Sort = (typeof sorts)[number];

export interface Choice {
  readonly sort: Sort;
  /** Empty: every level. */
  readonly levels: readonly Level[];
  readonly scenario: string | null;
  readonly onlyMissing: boolean;
  readonly search: string;
}
export const everything: Choice = { sort: 'deadline', levels: [], scenario: null, onlyMissing: false, search: '' };

/** The order of attention; a level nobody can tell yet comes after what was seen. */
export const byAttention: readonly Level[] = ['high', 'medium', 'low', 'unknown', 'none'];

const FAR = Number.MAX_SAFE_INTEGER;

/** Next due first, then those without a time, then what is over: nothing can be done about those. */
function dueRank(deadline: string | null | undefined, now: number): number {
  const at = Date.parse(deadline ?? '');
  if (Number.isNaN(at)) return FAR / 2;
  return at >= now ? at : FAR - at;
}

/** What an order needs to know of a case; the rows of a page's own list know no more. */
export type Ranked = Pick<WorkRow, 'refund_id' | 'level' | 'deadline'> & { readonly updated?: string };
type Compared = (one: Ranked, other: Ranked) => number;
const byId: Compared = (one, other) => (one.refund_id < other.refund_id ? -1 : 1);

export function compared(sort: Sort, now: number): Compared {
  const due: Compared = (one, other) => dueRank(one.deadline, now) - dueRank(other.deadline, now);
  const risk: Compared = (one, other) => byAttention.indexOf(one.level) - byAttention.indexOf(other.level);
  const fresh: Compared = (one, other) => ((one.updated ?? '') === (other.updated ?? '') ? 0 : (one.updated ?? '') < (other.updated ?? '') ? 1 : -1);
  const orders: Readonly<Record<Sort, readonly Compared[]>> = { deadline: [due, risk], risk: [risk, due], updated: [fresh, due] };
  return (one, other) => {
    for (const order of orders[sort]) {
      const difference = order(one, other);
      if (difference) return difference;
    }
    return byId(one, other);
  };
}

const isMissing = ({ evidence }: WorkRow): boolean => evidence === null || evidence.done < evidence.total;

const isFound = ({ refund_id: refund, order_id: order }: WorkRow, search: string): boolean => refund.includes(search) || order.includes(search);

/** Ids are pasted with spaces and line breaks around and in them. */
export const cleaned = (typed: string): string => typed.replace(/\s+/g, '');

/** All but the chosen levels, so that their counts tell what a press would show. */
export function matching(rows: Iterable<WorkRow>, { scenario, onlyMissing, search }: Choice): WorkRow[] {
  const wanted = cleaned(search);
  return [...rows].filter(
    (row) => (scenario === null || row.scenario === scenario) && (!onlyMissing || isMissing(row)) && (!wanted || isFound(row, wanted)),
  );
}

export const ofLevels = (rows: readonly WorkRow[], chosen: readonly Level[]): readonly WorkRow[] =>
  chosen.length ? rows.filter(({ level }) => chosen.includes(level)) : rows;

export function counts(rows: readonly { readonly level: Level }[]): Record<Level, number> {
  const counted = Object.fromEntries(levels.map((level) => [level, 0])) as Record<Level, number>;
  for (const { level } of rows) counted[level] += 1;
  return counted;
}

export const toggled = <Item>(items: readonly Item[], item: Item): Item[] =>
  items.includes(item) ? items.filter((other) => other !== item) : [...items, item];

export const PAGE = 20;
export const pagesOf = (count: number): number => Math.max(1, Math.ceil(count / PAGE));
export const pageOf = <Row>(rows: readonly Row[], page: number): readonly Row[] => rows.slice(page * PAGE, (page + 1) * PAGE);

/** Due within a day, or over since less than one: what today's work is. */
export function ofToday(rows: readonly WorkRow[], now: number): WorkRow[] {
  const until = now + 86_400_000;
  return rows
    .filter(({ deadline }) => {
      const at = Date.parse(deadline ?? '');
      return at >= now && at <= until;
    })
    .sort(compared('deadline', now));
}

/** Where a key leads in a list of `count`; null for keys that are not ours. */
export function moved(key: string, at: number, count: number): number | null {
  if (!count) return null;
  if (key === 'j' || key === 'ArrowDown') return Math.min(at + 1, count - 1);
  if (key === 'k' || key === 'ArrowUp') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}
