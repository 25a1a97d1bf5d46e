/** What a comparison found, as the panel lists it: codes read in both photos, and the ways to look. */
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { assessment, type Comparison } from '@/domain/answers';
import { markRows, photoOfMarks } from '@/ui/panel/mark-rows';
import { bestView, viewsOf } from '@/ui/panel/showing';
import { panelTexts } from '@/ui/panel/texts';
import { withViewTexts } from '@/ui/panel/view-texts';

const box = (x: number): object => ({ x, y: 10, width: 40, height: 40 });
const mark = (photo: string, text: string, x = 0): object => ({ photo, nature: 'serial', text, read_by: 'QRCode', box: box(x), surety: 1 });

function comparison(more: object): Comparison {
  const one = { id: 'c1', candidate: 'p1', state: 'done', outcome: 'different_item', best_reference: 's1', ...more };
  const found = v.parse(assessment, {
    refund_id: '2600000000000001', level: 'high', pending: false, signals: [], comparisons: [one],
    checklist: { scenario: 'ordinary', criteria: [] }, packing_photos: ['s1', 's2'], buyer_photos: ['p1'],
  });
  const [first] = found.comparisons;
  if (!first) throw new Error('no comparison was read');
  return first;
}

describe('codes read in photos', () => {
  it('are one row where both photos show them, however they are written, and stand first', () => {
    const found = comparison({ marks: [mark('s1', 'X-999'), mark('s1', 'ab 12-34', 5), mark('p1', 'AB1234', 7)] });
    const [both, one, ...rest] = markRows(found, 's1');
    expect(both).toMatchObject({ where: 'both', reference: box(5), candidate: box(7) });
    expect(one).toMatchObject({ text: 'X-999', where: 'reference', candidate: null });
    expect(rest).toEqual([]);
  });

  it('of a packing photo that is not shown have no box on the one that is', () => {
    const found = comparison({ marks: [mark('s2', 'A12345')] });
    expect(photoOfMarks(found)).toBe('s2');
    expect(markRows(found, 's1')[0]).toMatchObject({ where: 'reference', reference: null });
  });

  it('contradicting each other are two rows, one for each photo', () => {
    const found = comparison({ marks: [mark('s1', 'A12345'), mark('p1', 'B67890')] });
    expect(markRows(found, photoOfMarks(found)).map(({ where }) => where)).toEqual(['reference', 'candidate']);
  });
});

describe('the ways to look at a comparison', () => {
  it('include codes only where some were read', () => {
    expect(viewsOf(comparison({}))).not.toContain('marks');
    expect(viewsOf(comparison({ marks: [mark('p1', 'A12345')] }))).toContain('marks');
  });

  it('are none but the photos themselves while there is no answer', () => {
    expect(viewsOf(comparison({ state: 'pending', outcome: null }))).toEqual(['pair']);
    expect(viewsOf(undefined)).toEqual(['pair']);
  });

  it('stay when a newer server says differences or codes in a way not known here', () => {
    const found = comparison({ differences: 'many', marks: [{ odd: true }] });
    expect(found).toMatchObject({ outcome: 'different_item', differences: null, marks: [] });
  });
});

it('words of the views come with them, the panel’s stay the panel’s', () => {
  const texts = withViewTexts(panelTexts('zh-CN', null));
  expect(texts.t('views.mark_serial')).toBe('序列号');
  expect(texts.t('panel.close')).toBe('关闭');
});

it('a reason opens the view it rests on', () => {
  const reason = (code: string): object => ({ reasons: [{ code, text: '' }] });
  const change = { reference: box(0), candidate: box(0), strength: 1 };
  expect(bestView(comparison(reason('serial_differs')))).toBe('marks');
  expect(bestView(comparison({ ...reason('places_differ'), differences: { reference: 's1', compared: 1, changes: [change], doubtful: 0 } }))).toBe('difference');
  expect(bestView(comparison(reason('matched_points')))).toBe('figure');
});
