/** One picture as large as the window allows; Escape or a click closes it. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PanelActions } from '@/ui/panel/model';
import { Picture } from '@/ui/panel/picture';
import type { Texts } from '@/ui/texts';

export interface ZoomProps {
  readonly of: 'photo' | 'figure';
  readonly id: string;
  readonly actions: PanelActions;
  readonly texts: Texts;
  readonly close: () => void;
}

export function Zoom({ of, id, actions, texts, close }: ZoomProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} class="zoom" aria-label={texts.t('panel.zoom')} onClose={close} onClick={() => dialog.current?.close()}>
      <Picture actions={actions} of={of} id={id} size={2000} alt={texts.t('panel.zoom')} missing={texts.t('panel.picture_missing')} />
      <button type="button" class="button" autofocus>{texts.t('panel.close')}</button>
    </dialog>
  );
}
