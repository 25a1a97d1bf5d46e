/** A level is a shape, a word and a colour; never a colour alone. */
import type { JSX } from 'preact';
import type { Level } from '@/domain/answers';

const SHAPES: Readonly<Record<Level, JSX.Element>> = {
  none: <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.8" />,
  low: <circle cx="6" cy="6" r="4" fill="currentColor" />,
  medium: <path d="M6 .8 11.6 10.8H.4Z" fill="currentColor" />,
  high: <path d="M3 .8h6l3 5.2-3 5.2H3L0 6Z" fill="currentColor" />,
  unknown: <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="2.4 2.3" />,
};

export function Shape({ level, size = 12 }: { level: Level; size?: number }): JSX.Element {
  return (
    <svg class="shape" viewBox="0 0 12 12" width={size} height={size} aria-hidden="true">
      {SHAPES[level]}
    </svg>
  );
}
