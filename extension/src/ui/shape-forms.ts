/** A level is a shape, a word and a colour; never a colour alone. The shapes, on a field of 12 × 12. */
import type { Level } from '@/domain/answers';

export interface ShapeForm {
  readonly tag: 'circle' | 'path';
  readonly attributes: Readonly<Record<string, string>>;
}

const ring = { cx: '6', cy: '6', r: '4.5', fill: 'none', stroke: 'currentColor', 'stroke-width': '1.8' };

export const SHAPE_FORMS: Readonly<Record<Level, ShapeForm>> = {
  none: { tag: 'circle', attributes: ring },
  low: { tag: 'circle', attributes: { cx: '6', cy: '6', r: '4', fill: 'currentColor' } },
  medium: { tag: 'path', attributes: { d: 'M6 .8 11.6 10.8H.4Z', fill: 'currentColor' } },
  high: { tag: 'path', attributes: { d: 'M3 .8h6l3 5.2-3 5.2H3L0 6Z', fill: 'currentColor' } },
  unknown: { tag: 'circle', attributes: { ...ring, 'stroke-dasharray': '2.4 2.3' } },
};
