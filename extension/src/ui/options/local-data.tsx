/** Export and deletion of what this browser holds. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { shelf } from '@/lib/browser';
import type { Problem } from '@/lib/result';
import { Confirm } from '@/ui/options/confirm';
import type { SectionProps } from '@/ui/options/shops';
import { ask } from '@/ui/options/worker';
import { problemText } from '@/ui/problem-text';

const RELEASE_MS = 60_000;

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  Object.assign(document.createElement('a'), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), RELEASE_MS);
}

export function LocalData({ state, texts, refresh }: SectionProps): JSX.Element {
  const { t } = texts;
  const [asked, setAsked] = useState<'all' | 'receipts' | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [said, setSaid] = useState('');
  const download = async (): Promise<void> => {
    const answer = await ask<string>({ type: 'export-files' });
    setProblem(answer.ok ? null : answer.problem);
    const file = answer.ok ? await shelf.take(answer.value) : null;
    if (file) save(file, `returnproof-${new Date().toISOString().slice(0, 10)}.zip`);
  };
  const forget = async (what: 'all' | 'receipts'): Promise<void> => {
    setAsked(null);
    const answer = await ask({ type: 'forget', what });
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setSaid(t(what === 'all' ? 'options.forgotten' : 'options.forgotten_receipts'));
    await refresh();
  };
  const unsent = state.waiting + state.failed;
  return (
    <section aria-labelledby="data">
      <h2 id="data">{t('options.data')}</h2>
      <p class="quiet">{t('options.data_lead')}</p>
      {unsent > 0 && <p class="status" data-unsent={unsent}>{t('options.unsent', { waiting: unsent })}</p>}
      <p class="row">
        <button type="button" class="button" data-action="export" onClick={() => void download()}>{t('options.export')}</button>
        <button type="button" class="button" data-action="forget-receipts" onClick={() => setAsked('receipts')}>{t('options.forget_receipts')}</button>
        <button type="button" class="button danger" data-action="forget" onClick={() => setAsked('all')}>{t('options.forget')}</button>
      </p>
      {asked === 'receipts' && <Confirm texts={texts} text={t('options.forget_receipts_sure')} yes={t('options.forget_receipts')} answered={(sure) => (sure ? void forget('receipts') : setAsked(null))} />}
      {asked === 'all' && <Confirm texts={texts} text={t(unsent ? 'options.forget_sure' : 'options.forget_sure_none', { waiting: unsent })} yes={t('options.forget')} answered={(sure) => (sure ? void forget('all') : setAsked(null))} />}
      <p role="status" class="quiet">{said}</p>
      {problem && <p class="trouble" role="alert">{problemText(problem, texts)}</p>}
    </section>
  );
}
