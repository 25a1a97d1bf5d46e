import { describe, expect, it } from 'vitest';
import { type Brief, type Level, levels } from '@/domain/answers';
import { rowOf, type WorkRow } from '@/domain/work';
import { compared, counts, everything, matching, moved, ofLevels, ofToday, pageOf, pagesOf } from '@/ui/queue/ordering';
import { randomFrom } from './random';

const NOW = Date.parse('2026-11-23T08:00:00Z');
const HOUR = 3_600_000;

const row = (id: string, more: Partial<WorkRow> = {}): WorkRow => ({
  refund_id: id, order_id: `25${id}`, platform: 'kuaishou', kind: 'refund_only', reason: null, amount_fen: 100,
  deadline: new Date(NOW + HOUR).toISOString(), updated: '2026-11-23T07:00:00Z', level: 'none', why: '',
  evidence: { done: 2, total: 5 }, pending: false, scenario: 'ordinary', address: null, ...more,
});
const at = (hours: number): string => new Date(NOW + hours * HOUR).toISOString();
const ids = (rows: readonly WorkRow[]): string[] => rows.map(({ refund_id: id }) => id);

describe('the order of the queue', () => {
  const rows = [
    row('later', { deadline: at(30) }), row('over', { deadline: at(-2), level: 'high' }), row('without', { deadline: null }),
    row('next', { deadline: at(1) }), row('garbled', { deadline: 'soon' }), row('long-over', { deadline: at(-90) }),
  ];
  it('by time begins with the next due and ends with what is over', () => {
    expect(ids([...rows].sort(compared('deadline', NOW)))).toEqual(['next', 'later', 'garbled', 'without', 'over', 'long-over']);
  });
  it('by level begins with what wants attention, and within a level with the next due', () => {
    const mixed = [row('a', { level: 'none' }), row('b', { level: 'high', deadline: at(9) }), row('c', { level: 'unknown' }), row('d', { level: 'high', deadline: at(3) }), row('e', { level: 'medium' })];
    expect(ids(mixed.sort(compared('risk', NOW)))).toEqual(['d', 'b', 'e', 'c', 'a']);
  });
  it('by change begins with the latest', () => {
    expect(ids([row('old', { updated: '2026-11-01T00:00:00Z' }), row('new', { updated: '2026-11-23T00:00:00Z' })].sort(compared('updated', NOW)))).toEqual(['new', 'old']);
  });
  it('is the same whatever order the server told them in', () => {
    const random = randomFrom(7);
    const many = Array.from({ length: 60 }, (_, n) => row(`r${n}`, { level: random.pick(levels), deadline: random.pick([null, at(1), at(2), at(-1)]) }));
    for (const sort of ['deadline', 'risk', 'updated'] as const) {
      const wanted = ids([...many].sort(compared(sort, NOW)));
      for (let round = 0; round < 20; round += 1) {
        expect(ids(random.shuffled(many).sort(compared(sort, NOW)))).toEqual(wanted);
      }
    }
  });
});

describe('what the queue shows', () => {
  const rows = [row('26001', { level: 'high', scenario: 'swapped' }), row('26002', { evidence: { done: 5, total: 5 } }), row('26103', { evidence: null })];
  it('is found by a part of either id, pasted with spaces or not', () => {
    expect(ids(matching(rows, { ...everything, search: ' 26 00\n' }))).toEqual(['26001', '26002']);
    expect(ids(matching(rows, { ...everything, search: '2526103' }))).toEqual(['26103']);
  });
  it('lacks evidence also when nobody knows how much there is', () => {
    expect(ids(matching(rows, { ...everything, onlyMissing: true }))).toEqual(['26001', '26103']);
  });
  it('is of one scenario, or of the chosen levels, or all', () => {
    expect(ids(matching(rows, { ...everything, scenario: 'swapped' }))).toEqual(['26001']);
    expect(ids(ofLevels(rows, ['high']))).toEqual(['26001']);
    expect(ofLevels(rows, [])).toHaveLength(3);
  });
  it('counts each level, also the absent', () => {
    expect(counts(rows)).toEqual({ none: 2, low: 0, medium: 0, high: 1, unknown: 0 } satisfies Record<Level, number>);
  });
  it('for today is due within a day, the next first, and nothing that is over', () => {
    expect(ids(ofToday([row('b', { deadline: at(23) }), row('a', { deadline: at(2) }), row('over', { deadline: at(-1) }), row('far', { deadline: at(25) }), row('none', { deadline: null })], NOW))).toEqual(['a', 'b']);
  });
});

describe('going through the queue', () => {
  it('stops at both ends and leaves other keys alone', () => {
    expect([moved('j', 4, 5), moved('k', 0, 5), moved('ArrowDown', 1, 5), moved('Home', 3, 5), moved('End', 0, 5)]).toEqual([4, 0, 2, 0, 4]);
    expect([moved('x', 1, 5), moved('j', 0, 0)]).toEqual([null, null]);
  });
  it('has as many pages as it needs, at least one', () => {
    expect([pagesOf(0), pagesOf(20), pagesOf(21)]).toEqual([1, 1, 2]);
    expect(pageOf(Array.from({ length: 45 }, (_, n) => n), 2)).toEqual([40, 41, 42, 43, 44]);
  });
});

describe('a row', () => {
  it('of a case nobody assessed says so instead of guessing', () => {
    const made = rowOf({ refund_id: '1', order_id: '2', platform: null, kind: null, reason: null, amount_fen: null, deadline: at(1), updated: '' }, undefined, null);
    expect([made.level, made.evidence, made.deadline]).toEqual(['unknown', null, at(1)]);
  });
  it('without any criterion shows no evidence instead of 0/0', () => {
    const brief: Brief = { refund_id: '1', level: 'none', evidence: { done: 0, total: 0 }, pending: false };
    expect(rowOf({ refund_id: '1', order_id: '2', kind: null, updated: '' }, brief, null).evidence).toBeNull();
  });
});
