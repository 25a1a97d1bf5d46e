/** The options page: shops, platforms, display, what is sent, what this browser holds. */
import type { JSX } from 'preact';
import { Accounts, Questions } from '@/ui/options/accounts';
import { Display } from '@/ui/options/display';
import { Hosts } from '@/ui/options/hosts';
import { LocalData } from '@/ui/options/local-data';
import { Pairing } from '@/ui/options/pairing';
import { Platforms } from '@/ui/options/platforms';
import { Sent } from '@/ui/options/sent';
import { Shops } from '@/ui/options/shops';
import { useStatus } from '@/ui/options/worker';

export function Options(): JSX.Element | null {
  const { state, texts, refresh } = useStatus();
  if (!state) return null;
  const { t } = texts;
  const section = { state, texts, refresh };
  return (
    <div class="page">
      <header>
        <img src="/icon/48.png" width="40" height="40" alt="" />
        <div>
          <h1>{t('options.title')}</h1>
          <p class="quiet">{t('options.lead')}</p>
        </div>
      </header>
      <Questions {...section} />
      <section aria-labelledby="pairing">
        <h2 id="pairing">{t(state.shops.length ? 'options.shops' : 'options.pairing')}</h2>
        <Shops {...section} />
        {state.shops.length ? (
          <details>
            <summary>{t('options.pair_again')}</summary>
            <Pairing texts={texts} paired={refresh} />
          </details>
        ) : (
          <Pairing texts={texts} paired={refresh} eager />
        )}
        <Accounts {...section} />
      </section>
      <Platforms language={texts.language} />
      <Hosts {...section} />
      <Display {...section} />
      <Sent {...section} />
      <LocalData {...section} />
    </div>
  );
}
