/** Two photos one over the other, and a line between them that is moved by pointer or keys. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PanelActions } from '@/ui/panel/model';
import { Picture, usePicture } from '@/ui/panel/picture';
import type { Texts } from '@/ui/texts';

export interface SwipeProps {
  readonly comparison: string;
  readonly reference: string;
  readonly candidate: string;
  readonly sides: { readonly reference: string; readonly candidate: string };
  readonly actions: PanelActions;
  readonly texts: Texts;
}

/** The server lays the packing photo onto the other; all of it at 1, nothing of it at 0. */
const ALL = { kind: 'overlay', position: 1 } as const;
const NOTHING = { kind: 'overlay', position: 0 } as const;

export function Swipe({ comparison, reference, candidate, sides, actions, texts }: SwipeProps): JSX.Element {
  const [at, setAt] = useState(50);
  const { t } = texts;
  const left = usePicture(actions, { of: 'figure', id: comparison, size: 0, figure: ALL });
  const right = usePicture(actions, { of: 'figure', id: comparison, size: 0, figure: NOTHING });
  const isLaid = Boolean(left.address && right.address);
  const isWaiting = left.address === undefined || right.address === undefined;
  const follow = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    if (!(event.buttons & 1)) return;
    const box = event.currentTarget.getBoundingClientRect();
    setAt(Math.round(Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * 100));
  };
  const photo = (id: string, alt: string): JSX.Element => <Picture actions={actions} of="photo" id={id} size={960} alt={alt} texts={texts} />;
  if (isWaiting) return <div class="empty waiting" aria-busy="true">{t('panel.picture_loading')}</div>;
  return (
    <figure>
      <div class={isLaid ? 'swipe laid' : 'swipe'} style={{ '--at': `${at}%` }} onPointerDown={follow} onPointerMove={follow}>
        <div class="under">{isLaid ? <img src={right.address ?? ''} alt={sides.candidate} draggable={false} /> : photo(candidate, sides.candidate)}</div>
        <div class="over">{isLaid ? <img src={left.address ?? ''} alt={sides.reference} draggable={false} /> : photo(reference, sides.reference)}</div>
        <span class="divide" aria-hidden="true" />
      </div>
      <input class="swipe-at" type="range" min="0" max="100" value={at} aria-label={t('panel.view_swipe')} aria-valuetext={t('views.swipe_at', { ...sides, share: at })} onInput={(event) => setAt(Number(event.currentTarget.value))} />
      <figcaption>{t('views.swipe_caption', sides)}{!isLaid && ` ${t('views.swipe_unaligned')}`}</figcaption>
    </figure>
  );
}
