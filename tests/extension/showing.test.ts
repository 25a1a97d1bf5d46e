import { describe, expect, it } from 'vitest';
import { good, bad, ownProblem } from '@/lib/result';
import * as v from 'valibot';
import { assessment, type Assessment } from '@/domain/answers';
import type { PanelState } from '@/domain/panel-state';
import { afterLine } from '@/content/fitting';
import { merged } from '@/ui/panel/session';
import { mayTick, actOf } from '@/ui/panel/acting';
import { clamped, freePlace } from '@/ui/panel/free-place';
import { firstOf, roleOf, sightsOf } from '@/ui/panel/showing';
import { nextTab } from '@/ui/panel/tabs';
import { panelTexts } from '@/ui/panel/texts';

const zh = panelTexts('zh-CN', null);

const found = (more: object = {}): Assessment =>
  v.parse(assessment, {
    refund_id: '2600000000000001', level: 'high', pending: false,
    signals: [
      { code: 'item_agrees', weight: -4, text: 'agrees', evidence: [{ type: 'comparison', id: 'c1' }] },
      { code: 'item_differs', weight: 3, text: 'differs', evidence: [{ type: 'comparison', id: 'c2' }, { type: 'photo', id: 'p2' }, { type: 'case', id: '2600000000000009' }] },
    ],
    comparisons: [
      { id: 'c1', candidate: 'p1', state: 'done', outcome: 'same_item' },
      { id: 'c2', candidate: 'p2', state: 'done', outcome: 'different_item' },
    ],
    checklist: { scenario: 'ordinary', criteria: [] }, packing_photos: ['s1'], buyer_photos: ['p1'], return_photos: ['p2'], ...more,
  });

describe('the photo shown', () => {
  it('first is the one the verdict rests on, not the first that came', () => {
    expect(firstOf(found())).toBe('p2');
    expect(firstOf(found({ level: 'none' }))).toBe('p1');
    expect(firstOf(found({ signals: [], comparisons: [] }))).toBe('p2');
  });
  it("is called the buyer's only when it is the buyer's", () => {
    expect(roleOf(found(), 'p1', zh)).toBe('买家图');
    expect(roleOf(found(), 'p2', zh)).toBe('验货图');
    expect(roleOf(found(), 's1', zh)).toBe('发货图');
  });
});

it('a reason leads to its comparison and to the other case, and not twice to the same photo', () => {
  const [, differs] = found().signals;
  expect(differs && sightsOf(differs, found(), zh).map(({ is, id }) => [is, id])).toEqual([['comparison', 'c2'], ['case', '2600000000000009']]);
});

describe('while the server is silent', () => {
  const known: PanelState = { assessment: good(found()), evidence: [], notes: [], items: [] };
  const silent: PanelState = { ...known, assessment: bad(ownProblem('no-answer')), notes: [] };
  it('what was known stays, and the silence is told', () => {
    const now = merged(known, good(silent));
    expect(now.assessment.ok).toBe(true);
    expect(now.away?.type).toBe('no-answer');
  });
  it('comes back as it is once it answers', () => {
    expect(merged(merged(known, good(silent)), good(known)).away).toBeUndefined();
  });
  it('a refusal is no silence', () => {
    const refused = merged(known, good({ ...silent, assessment: bad(ownProblem('unauthorized')) }));
    expect(refused.assessment.ok).toBe(false);
  });
});

it('only what the server cannot count itself may be declared done', () => {
  expect(['tick', 'ask_buyer', 'add_unboxing_video'].every((how) => mayTick(actOf(how)))).toBe(true);
  expect(['keep_page', 'compare', 'record_waybill'].some((how) => mayTick(actOf(how)))).toBe(false);
});

it('arrows go round the tabs', () => {
  expect([nextTab('ArrowRight', 2, 3), nextTab('ArrowLeft', 0, 3), nextTab('End', 0, 3), nextTab('a', 0, 3)]).toEqual([0, 2, 2, null]);
});

describe('the place of the panel', () => {
  it('stays within the window', () => {
    const { right, top } = clamped({ top: 9000, right: 9000, folded: false });
    expect(right).toBe(innerWidth - 400);
    expect(top).toBeLessThan(innerHeight);
  });
  it('covers no control: below it, else folded, else where the seller asked for it', () => {
    const button = document.body.appendChild(document.createElement('button'));
    const start = { top: 72, right: 16, folded: false };
    const box = (top: number, bottom: number): void => {
      button.getBoundingClientRect = () => new DOMRect(innerWidth - 300, top, 200, bottom - top);
    };
    box(100, 140);
    expect(freePlace(start, false)).toEqual({ ...start, top: 148 });
    button.getBoundingClientRect = () => new DOMRect(0, innerHeight - 60, innerWidth, 40);
    expect(freePlace(start, false).folded).toBe(true);
    expect(freePlace(start, true).folded).toBe(false);
    button.remove();
  });
});

it('a badge without a free spot stands after the id and the copy button beside it, on neither', () => {
  const box = (left: number, right: number): { left: number; right: number; top: number; bottom: number } => ({ left, right, top: 100, bottom: 122 });
  expect(afterLine(200, 99, 30, [box(100, 200), box(204, 216)], 1024)).toBe(220);
  expect(afterLine(200, 99, 30, [box(100, 200)], 1024)).toBe(204);
});
