/** The overlay around the panel: moved by its bar, folded to a tab, and remembered so. */
import type { JSX, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { local } from '@/lib/browser';
import { dragging, Grip, type Moving } from '@/ui/grip';
import { clamped, freePlace, type Place } from '@/ui/panel/free-place';
import type { PanelProps } from '@/ui/panel/model';
import { Panel } from '@/ui/panel/panel';
import { Shape } from '@/ui/shapes';

const KEY = 'panel-place';

const START: Place = { top: 72, right: 16, folded: false };

/** Null as long as the seller has not put the panel anywhere. */
function readPlace(stored: unknown): Place | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { top, right, folded } = stored as Partial<Record<keyof Place, unknown>>;
  return {
    top: typeof top === 'number' ? top : START.top,
    right: typeof right === 'number' ? right : START.right,
    folded: folded === true,
  };
}

/** Moves the window from where it stood when the move began. */
function useMoving(place: Place, put: (place: Place, isEnd: boolean) => void): Moving {
  const from = useRef(place);
  return {
    begin: () => {
      from.current = place;
    },
    by: (right, down, isEnd) => put(clamped({ ...from.current, top: from.current.top + down, right: from.current.right - right }), isEnd),
  };
}

export interface WindowProps extends PanelProps {
  readonly close?: () => void;
  /** Opened by the seller's own click, so it starts open whatever it covers. */
  readonly asked?: boolean;
  /** Folded by the page itself (a dialog opened), not by the seller; not remembered. */
  readonly yielded?: boolean;
}

interface Placing {
  readonly place: Place | null;
  readonly put: (next: Place, isEnd?: boolean) => void;
}

/** Where the panel stands: where the seller put it, else where it covers no control of the page. */
function usePlace(asked: boolean): Placing {
  const [place, setPlace] = useState<Place | null>(null);
  useEffect(() => {
    void local.get(KEY).then((stored) => {
      const chosen = readPlace(stored);
      setPlace(chosen ? clamped(asked ? { ...chosen, folded: false } : chosen) : freePlace(START, asked));
    });
    const onResize = (): void => setPlace((before) => before && clamped(before));
    addEventListener('resize', onResize);
    return () => removeEventListener('resize', onResize);
  }, []);
  const put = (next: Place, isEnd = true): void => {
    setPlace(next);
    if (isEnd) void local.set(KEY, next);
  };
  return { place, put };
}

/** Keeps the focus where the seller is: on the tab after folding, on the fold button after opening. */
function useFocusAfter(isFolded: boolean | null): { tab: RefObject<HTMLButtonElement>; fold: RefObject<HTMLButtonElement>; byHand: () => void } {
  const tab = useRef<HTMLButtonElement>(null);
  const fold = useRef<HTMLButtonElement>(null);
  const wanted = useRef(false);
  useLayoutEffect(() => {
    if (wanted.current) (isFolded ? tab : fold).current?.focus();
    wanted.current = false;
  }, [isFolded]);
  return { tab, fold, byHand: () => { wanted.current = true; } };
}

export function PanelWindow(props: WindowProps): JSX.Element | null {
  const { texts, refundId, state, close, back } = props;
  const { place, put } = usePlace(props.asked === true);
  // A seller who opens it while the page has a dialog wants it open.
  const [isInsisted, insist] = useState(false);
  useEffect(() => insist(false), [props.yielded]);
  const { t } = texts;
  const moving = useMoving(place ?? START, put);
  const drag = dragging(moving);
  const isFolded = place && (place.folded || (props.yielded === true && !isInsisted));
  const focus = useFocusAfter(isFolded);
  if (!place) return null;
  const set = (folded: boolean): void => {
    focus.byHand();
    insist(!folded);
    put({ ...place, folded });
  };
  const style = { '--top': `${place.top}px`, '--right': `${place.right}px` };
  const level = state?.assessment.ok ? state.assessment.value.level : 'unknown';
  if (isFolded) {
    return (
      <button ref={focus.tab} type="button" class={`tab ${level}`} style={style} aria-label={`${t('panel.unfold')} · ${t(`level.${level}.name`)}`} aria-expanded="false" onClick={() => set(false)}>
        <Shape level={level} size={20} />
      </button>
    );
  }
  return (
    <section class="window" style={style} aria-label={t('panel.title')} lang={texts.language}>
      <div class="bar" onPointerDown={(event) => { if (!(event.target instanceof Element && event.target.closest('button'))) drag(event); }}>
        <Grip label={t('panel.move')} moving={moving} />
        <h1>{t('panel.title')}<span class="id">{refundId}</span></h1>
        {back && <button type="button" class="button plain" onClick={back}>{t('panel.back')}</button>}
        <button ref={focus.fold} type="button" class="button plain" aria-expanded="true" onClick={() => set(true)}>{t('panel.fold')}</button>
        {close && <button type="button" class="button plain" onClick={close}>{t('panel.close')}</button>}
      </div>
      <Panel key={refundId} {...props} />
    </section>
  );
}
