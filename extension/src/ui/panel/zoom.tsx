/** One picture as large as the window allows, or at its own size; Escape closes it. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PanelActions } from '@/ui/panel/model';
import { Picture } from '@/ui/panel/picture';
import type { Zoomed } from '@/ui/panel/showing';
import type { Texts } from '@/ui/texts';

export interface ZoomProps extends Zoomed {
  readonly actions: PanelActions;
  readonly texts: Texts;
  readonly close: () => void;
}

export function Zoom({ of, id, alt, actions, texts, close }: ZoomProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isWhole, setWhole] = useState(true);
  const { t } = texts;
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} class={isWhole ? 'zoom whole' : 'zoom'} aria-label={`${t('panel.zoom')}: ${alt}`} onClose={close} onClick={(event) => event.target === dialog.current && dialog.current?.close()}>
      <div class="stage" tabIndex={0}>
        <Picture actions={actions} of={of} id={id} size={2000} alt={alt} texts={texts} />
      </div>
      <p class="zoom-bar">
        <span>{alt}</span>
        <button type="button" class="button" aria-pressed={!isWhole} onClick={() => setWhole(!isWhole)}>{t(isWhole ? 'panel.own_size' : 'panel.whole')}</button>
        <button type="button" class="button" autofocus onClick={() => dialog.current?.close()}>{t('panel.close')}</button>
      </p>
    </dialog>
  );
}
