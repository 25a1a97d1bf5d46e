/** Moves a piece of the overlay: dragged by the pointer, or by the arrow keys. */
import type { JSX } from 'preact';

export interface Moving {
  /** By so many pixels since the move began; `isEnd` once it is over and may be remembered. */
  readonly by: (right: number, down: number, isEnd: boolean) => void;
  readonly begin: () => void;
}

const STEP = 16;
const KEYS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

export function dragging({ by, begin }: Moving): (event: PointerEvent) => void {
  return (event) => {
    const held = event.currentTarget;
    if (!(held instanceof HTMLElement) || event.button !== 0) return;
    held.setPointerCapture(event.pointerId);
    const [x, y] = [event.clientX, event.clientY];
    begin();
    const onMove = (now: PointerEvent): void => by(now.clientX - x, now.clientY - y, false);
    const onEnd = (now: PointerEvent): void => {
      held.removeEventListener('pointermove', onMove);
      held.removeEventListener('pointerup', onEnd);
      held.removeEventListener('pointercancel', onEnd);
      by(now.clientX - x, now.clientY - y, true);
    };
    held.addEventListener('pointermove', onMove);
    held.addEventListener('pointerup', onEnd);
    held.addEventListener('pointercancel', onEnd);
  };
}

export function Grip({ label, moving }: { label: string; moving: Moving }): JSX.Element {
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = KEYS[event.key];
    if (!step) return;
    event.preventDefault();
    moving.begin();
    moving.by(step[0], step[1], true);
  };
  return (
    <button type="button" class="grip" aria-label={label} title={label} onPointerDown={dragging(moving)} onKeyDown={onKeyDown}>
      <svg viewBox="0 0 10 16" width="8" height="14" aria-hidden="true">
        {[3, 8, 13].flatMap((y) => [2, 8].map((x) => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.3" fill="currentColor" />))}
      </svg>
    </button>
  );
}
