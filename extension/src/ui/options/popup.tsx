/** The popup: connection, queue, and the way to the settings. */
import type { JSX } from 'preact';
import { Status } from '@/ui/options/status';
import { ask, useStatus } from '@/ui/options/worker';

export function Popup(): JSX.Element | null {
  const { state, texts, refresh } = useStatus();
  if (!state) return null;
  const { t } = texts;
  return (
    <div class="popup">
      <h1>{t('options.title')}</h1>
      {state.connection ? <Status state={state} texts={texts} /> : <p>{t('options.open_popup_hint')}</p>}
      {state.waiting + state.failed > 0 && <p class="quiet">{t('options.queue', { waiting: state.waiting, failed: state.failed })}</p>}
      <p class="row">
        {state.waiting > 0 && <button type="button" class="button" onClick={() => void ask({ type: 'queue' }).then(refresh)}>{t('options.send_now')}</button>}
        <button type="button" class="button" onClick={() => void ask({ type: 'options' })}>{t('options.open_settings')}</button>
      </p>
    </div>
  );
}
