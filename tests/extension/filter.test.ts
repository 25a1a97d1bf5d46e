import { describe, expect, it } from 'vitest';
import { inOrder, isFiltering, isShown, type Listed, stepped, wholeList } from '@/ui/filter/listed';
import { storedPlace, within } from '@/ui/filter/place';

const NOW = Date.parse('2026-11-23T08:00:00Z');
const at = (hours: number): string => new Date(NOW + hours * 3_600_000).toISOString();
const row = (id: string, more: Partial<Listed> = {}): Listed => ({ refund_id: id, level: 'none', deadline: at(30), why: '', ...more });
const rows = [row('a'), row('b', { level: 'high' }), row('c', { deadline: at(3) }), row('d', { level: 'high', deadline: at(-1) })];
const ids = (found: readonly Listed[]): string[] => found.map(({ refund_id: id }) => id);

describe('the list in view', () => {
  it('shows all rows until something is chosen', () => {
    expect(isFiltering(wholeList)).toBe(false);
    expect(rows.every((each) => isShown(each, wholeList, NOW))).toBe(true);
  });
  it('shows what is of a chosen level and due soon; what is over is not due', () => {
    expect(ids(inOrder(rows, { ...wholeList, levels: ['high'] }, NOW))).toEqual(['b', 'd']);
    expect(ids(inOrder(rows, { ...wholeList, onlySoon: true }, NOW))).toEqual(['c']);
    expect(inOrder(rows, { ...wholeList, levels: ['high'], onlySoon: true }, NOW)).toEqual([]);
  });
  it('is gone through by level or by time, and the list itself keeps its order', () => {
    expect(ids(inOrder(rows, wholeList, NOW))).toEqual(['b', 'd', 'c', 'a']);
    expect(ids(inOrder(rows, { ...wholeList, sort: 'deadline' }, NOW))).toEqual(['c', 'b', 'a', 'd']);
    expect(ids(rows)).toEqual(['a', 'b', 'c', 'd']);
  });
  it('is gone through round and round, and begun anew when the row shown last is gone', () => {
    expect(stepped(rows, 'd', 1)?.refund_id).toBe('a');
    expect(stepped(rows, 'a', -1)?.refund_id).toBe('d');
    expect(stepped(rows, 'gone', 1)?.refund_id).toBe('a');
    expect(stepped([], 'a', 1)).toBeNull();
  });
});

describe('the place of the bar', () => {
  it('is inside the window wherever it was put', () => {
    expect(within({ left: 99_999, bottom: -50, folded: false })).toMatchObject({ bottom: 0, folded: false });
    expect(within({ left: 99_999, bottom: 0, folded: false }).left).toBeLessThan(innerWidth);
  });
  it('is remembered only when it was one', () => {
    expect(storedPlace({ left: 10, bottom: 20, folded: true })).toEqual({ left: 10, bottom: 20, folded: true });
    expect([storedPlace(undefined), storedPlace({ left: 'x' }), storedPlace(7)]).toEqual([null, null, null]);
  });
});
