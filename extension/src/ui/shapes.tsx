/** The shape of a level, where Preact draws. */
import type { JSX } from 'preact';
import { h } from 'preact';
import type { Level } from '@/domain/answers';
import { SHAPE_FORMS } from '@/ui/shape-forms';

export function Shape({ level, size = 12 }: { level: Level; size?: number }): JSX.Element {
  const { tag, attributes } = SHAPE_FORMS[level];
  return (
    <svg class="shape" viewBox="0 0 12 12" width={size} height={size} aria-hidden="true">
      {h(tag, attributes)}
    </svg>
  );
}
