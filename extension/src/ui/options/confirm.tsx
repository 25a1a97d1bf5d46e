/** A question before something that cannot be taken back; Escape and the first button mean no. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Texts } from '@/ui/texts';

interface ConfirmProps {
  readonly texts: Texts;
  readonly text: string;
  readonly yes: string;
  readonly answered: (sure: boolean) => void;
}

export function Confirm({ texts, text, yes, answered }: ConfirmProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-label={yes} onCancel={() => answered(false)}>
      <p>{text}</p>
      <p class="row end">
        <button type="button" class="button" data-answer="no" onClick={() => answered(false)}>{texts.t('options.no')}</button>
        <button type="button" class="button danger" data-answer="yes" onClick={() => answered(true)}>{yes}</button>
      </p>
    </dialog>
  );
}
