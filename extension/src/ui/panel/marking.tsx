/** Regions on a photo: those of notes, numbered, and one being drawn by pointer or keys. */
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Region, Size } from '@/domain/region';
import { within } from '@/domain/region';
import type { Texts } from '@/ui/texts';

export interface Marked {
  readonly id: string;
  readonly region: Region;
  /** Its place among all where none is named. */
  readonly label?: string;
}

const share = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(3)}%`;

function styleOf({ x, y, w, h }: Region, { width, height }: Size): Record<string, string> {
  return { left: share(x, width), top: share(y, height), width: share(w, width), height: share(h, height) };
}

export function Marks({ marks, size, pointed }: { marks: readonly Marked[]; size: Size; pointed: string | null }): JSX.Element {
  return (
    <>
      {marks.map(({ id, region, label }, at) => (
        <span key={id} class={id === pointed ? 'mark-box pointed' : 'mark-box'} style={styleOf(region, size)} aria-hidden="true"><b>{label ?? at + 1}</b></span>
      ))}
    </>
  );
}

const STEP = 0.02;
const KEYS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** In the middle, a third of each side: where the keys begin. */
export const firstRegion = ({ width, height }: Size): Region =>
  within({ x: width / 3, y: height / 3, w: width / 3, h: height / 3 }, { width, height }) ?? { x: 0, y: 0, w: width, h: height };

/** Arrows move the region, with Shift they size it; it never leaves the photo. Null for other keys. */
export function keyedRegion(key: string, isShift: boolean, { x, y, w, h }: Region, { width, height }: Size): Region | null {
  const step = KEYS[key];
  if (!step) return null;
  const [right, down] = [Math.max(1, Math.round(width * STEP)) * step[0], Math.max(1, Math.round(height * STEP)) * step[1]];
  if (isShift) return within({ x, y, w: Math.max(8, w + right), h: Math.max(8, h + down) }, { width, height });
  return { x: Math.max(0, Math.min(width - w, x + right)), y: Math.max(0, Math.min(height - h, y + down)), w, h };
}

export interface DrawingProps {
  readonly size: Size;
  readonly region: Region;
  readonly change: (region: Region) => void;
  readonly texts: Texts;
}

export function Drawing({ size, region, change, texts }: DrawingProps): JSX.Element {
  const from = useRef<{ x: number; y: number } | null>(null);
  const at = (event: PointerEvent & { currentTarget: HTMLElement }): { x: number; y: number } => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: ((event.clientX - box.left) / box.width) * size.width, y: ((event.clientY - box.top) / box.height) * size.height };
  };
  const onMove = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    const start = from.current;
    if (!start) return;
    const now = at(event);
    const drawn = within({ x: Math.min(start.x, now.x), y: Math.min(start.y, now.y), w: Math.abs(now.x - start.x), h: Math.abs(now.y - start.y) }, size);
    if (drawn) change(drawn);
  };
  const { x, y, w, h } = region;
  return (
    <div
      class="drawing"
      role="application"
      tabIndex={0}
      data-drawing
      aria-label={texts.t('views.region_how', { x, y, w, h })}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.focus();
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = at(event);
      }}
      onPointerMove={onMove}
      onPointerUp={() => { from.current = null; }}
      onKeyDown={(event) => {
        const next = keyedRegion(event.key, event.shiftKey, region, size);
        if (!next) return;
        event.preventDefault();
        event.stopPropagation();
        change(next);
      }}
    >
      <span class="mark-box drawn" style={styleOf(region, size)} />
    </div>
  );
}
