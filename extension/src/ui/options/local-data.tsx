/** Export and deletion of what this browser holds. */
import type { JSX } from 'preact';
import type { StateSummary } from '@/domain/panel-state';
import { ask } from '@/ui/options/worker';
import type { Texts } from '@/ui/texts';

async function download(): Promise<void> {
  const answer = await ask<string>({ type: 'export' });
  if (!answer.ok) return;
  const address = URL.createObjectURL(new Blob([answer.value], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: 'returnproof-local.json' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export function LocalData({ state, texts, refresh }: { state: StateSummary; texts: Texts; refresh: () => Promise<void> }): JSX.Element {
  const { t } = texts;
  const forget = async (): Promise<void> => {
    const question = state.waiting ? t('options.forget_sure', { waiting: state.waiting }) : t('options.forget_sure_none');
    if (!window.confirm(question)) return;
    await ask({ type: 'forget' });
    await refresh();
  };
  return (
    <section>
      <h2>{t('options.data')}</h2>
      <p class="quiet">{t('options.data_lead')}</p>
      <p class="row">
        <button type="button" class="button" data-action="export" onClick={() => void download()}>{t('options.export')}</button>
        <button type="button" class="button" data-action="forget" onClick={() => void forget()}>{t('options.forget')}</button>
      </p>
    </section>
  );
}
