/** Nothing to compare with yet: the one thing to add, by name, with the button that adds it. */
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { PanelProps } from '@/ui/panel/model';

export function AddPacking({ texts, actions }: PanelProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const { t } = texts;
  return (
    <p class="ask with-button">
      <span>{t('panel.take_next', { what: t('panel.add_packing') })}</span>
      <button type="button" class="button" data-action="add-packing" onClick={(event) => event.isTrusted && input.current?.click()}>{t('panel.add_packing_button')}</button>
      <input ref={input} type="file" hidden multiple accept="image/*" onChange={(event) => actions.attach('photo', 'packing', [...(event.currentTarget.files ?? [])])} />
    </p>
  );
}
