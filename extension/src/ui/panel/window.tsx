/** The overlay around the panel: moved by its bar, folded to a tab, and remembered so. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { local } from '@/lib/browser';
import type { PanelProps } from '@/ui/panel/model';
import { Panel } from '@/ui/panel/panel';
import { Shape } from '@/ui/shapes';

const KEY = 'panel-place';

interface Place {
  readonly top: number;
  readonly right: number;
  readonly folded: boolean;
}

const START: Place = { top: 72, right: 16, folded: false };

function readPlace(stored: unknown): Place {
  if (typeof stored !== 'object' || stored === null) return START;
  const { top, right, folded } = stored as Partial<Record<keyof Place, unknown>>;
  return {
    top: typeof top === 'number' ? top : START.top,
    right: typeof right === 'number' ? right : START.right,
    folded: folded === true,
  };
}

const within = (place: Place): Place => ({
  ...place,
  top: Math.max(0, Math.min(place.top, innerHeight - 80)),
  right: Math.max(0, Math.min(place.right, innerWidth - 120)),
});

function useDrag(place: Place, move: (place: Place, isEnd: boolean) => void): (event: PointerEvent) => void {
  const from = useRef(place);
  from.current = place;
  return (event) => {
    if (event.target instanceof Element && event.target.closest('button')) return;
    const bar = event.currentTarget;
    if (!(bar instanceof HTMLElement)) return;
    bar.setPointerCapture(event.pointerId);
    const start = { x: event.clientX, y: event.clientY, place: from.current };
    const at = (now: PointerEvent): Place =>
      within({ ...start.place, top: start.place.top + now.clientY - start.y, right: start.place.right - now.clientX + start.x });
    const onMove = (now: PointerEvent): void => move(at(now), false);
    const onEnd = (now: PointerEvent): void => {
      bar.removeEventListener('pointermove', onMove);
      move(at(now), true);
    };
    bar.addEventListener('pointermove', onMove);
    bar.addEventListener('pointerup', onEnd, { once: true });
  };
}

export interface WindowProps extends PanelProps {
  readonly close?: () => void;
  /** Folded by the page itself (a dialog opened), not by the seller; not remembered. */
  readonly yielded?: boolean;
}

export function PanelWindow(props: WindowProps): JSX.Element | null {
  const [place, setPlace] = useState<Place | null>(null);
  // A seller who opens it while the page has a dialog wants it open.
  const [isInsisted, insist] = useState(false);
  useEffect(() => insist(false), [props.yielded]);
  const { texts, refundId, state, close } = props;
  const { t } = texts;
  useEffect(() => {
    void local.get(KEY).then((stored) => setPlace(within(readPlace(stored))));
  }, []);
  const put = (next: Place, isEnd = true): void => {
    setPlace(next);
    if (isEnd) void local.set(KEY, next);
  };
  const drag = useDrag(place ?? START, put);
  if (!place) return null;
  const style = { '--top': `${place.top}px`, '--right': `${place.right}px` };
  const level = state?.assessment.ok ? state.assessment.value.level : 'unknown';
  if (place.folded || (props.yielded && !isInsisted)) {
    return (
      <button type="button" class={`tab ${level}`} style={style} aria-label={t('panel.unfold')} aria-expanded="false" onClick={() => { insist(true); put({ ...place, folded: false }); }}>
        <Shape level={level} size={20} />
      </button>
    );
  }
  return (
    <section class="window" style={style} aria-label={t('panel.title')} lang={texts.language}>
      <div class="bar" title={t('panel.move')} onPointerDown={drag}>
        <h1>{t('panel.title')}<span class="id">{refundId}</span></h1>
        <button type="button" class="button plain" aria-expanded="true" onClick={() => put({ ...place, folded: true })}>{t('panel.fold')}</button>
        {close && <button type="button" class="button plain" onClick={close}>{t('panel.close')}</button>}
      </div>
      <Panel {...props} />
    </section>
  );
}
