/** The options page: pairing, language, what is sent, what this browser holds. */
import type { JSX } from 'preact';
import { tabs } from '@/lib/browser';
import type { StateSummary } from '@/domain/panel-state';
import { LocalData } from '@/ui/options/local-data';
import { Pairing } from '@/ui/options/pairing';
import { Platforms } from '@/ui/options/platforms';
import { Status } from '@/ui/options/status';
import { ask, useStatus } from '@/ui/options/worker';
import type { Texts } from '@/ui/texts';

function Language({ state, texts, refresh }: { state: StateSummary; texts: Texts; refresh: () => Promise<void> }): JSX.Element {
  const { t } = texts;
  const choose = async (value: string): Promise<void> => {
    if (value === 'zh-CN' || value === 'en' || value === 'auto') await ask({ type: 'language', language: value });
    await refresh();
  };
  return (
    <label class="row">
      <span>{t('options.language')}</span>
      <select name="language" value={state.language} onChange={(event) => void choose(event.currentTarget.value)}>
        <option value="zh-CN">{t('options.language_zh')}</option>
        <option value="en">{t('options.language_en')}</option>
        <option value="auto">{t('options.language_auto')}</option>
      </select>
    </label>
  );
}

function Paired({ state, texts, refresh }: { state: StateSummary; texts: Texts; refresh: () => Promise<void> }): JSX.Element {
  const { t } = texts;
  return (
    <>
      <Status state={state} texts={texts} />
      {state.waiting + state.failed > 0 && (
        <p class="row">
          <span>{t('options.queue', { waiting: state.waiting, failed: state.failed })}</span>
          <button type="button" class="button" onClick={() => void ask({ type: 'queue' }).then(refresh)}>{t('options.send_now')}</button>
        </p>
      )}
      <p class="row">
        {state.connection?.sample && <button type="button" class="button" onClick={() => void tabs.open(`${state.connection?.server ?? ''}/sample/`)}>{t('options.sample')}</button>}
        <button type="button" class="button" onClick={() => void ask({ type: 'unpair', shop: state.connection?.key ?? '' }).then(refresh)}>{t('options.unpair')}</button>
      </p>
    </>
  );
}

export function Options(): JSX.Element | null {
  const { state, texts, refresh } = useStatus();
  if (!state) return null;
  const { t } = texts;
  return (
    <div class="page">
      <header>
        <img src="/icon/48.png" width="40" height="40" alt="" />
        <div>
          <h1>{t('options.title')}</h1>
          <p class="quiet">{t('options.lead')}</p>
        </div>
      </header>
      <section>
        <h2>{t('options.pairing')}</h2>
        {state.connection && <Paired state={state} texts={texts} refresh={refresh} />}
        {state.connection ? (
          <details>
            <summary>{t('options.pair_again')}</summary>
            <Pairing texts={texts} paired={refresh} />
          </details>
        ) : (
          <Pairing texts={texts} paired={refresh} eager />
        )}
      </section>
      <section>
        <Language state={state} texts={texts} refresh={refresh} />
      </section>
      <Platforms language={texts.language} />
      <section>
        <h2>{t('options.sent')}</h2>
        <ul class="quiet">
          {['facts', 'photos', 'evidence', 'nothing'].map((name) => <li key={name}>{t(`options.sent_${name}`)}</li>)}
        </ul>
      </section>
      <LocalData state={state} texts={texts} refresh={refresh} />
    </div>
  );
}
