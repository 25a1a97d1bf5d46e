/** The paired shops: how each stands, which one popup and side panel show, and the way out. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { tabs } from '@/lib/browser';
import type { ShopSummary, StateSummary } from '@/domain/panel-state';
import { Confirm } from '@/ui/options/confirm';
import { ask } from '@/ui/options/worker';
import { problemText } from '@/ui/problem-text';
import type { Texts } from '@/ui/texts';

export interface SectionProps {
  readonly state: StateSummary;
  readonly texts: Texts;
  readonly refresh: () => Promise<void>;
}

interface ShopProps extends SectionProps {
  readonly shop: ShopSummary;
}

function ShopStatus({ shop, texts }: ShopProps): JSX.Element {
  const { t } = texts;
  const queue = shop.waiting + shop.failed > 0 ? t('options.queue', { waiting: shop.waiting, failed: shop.failed }) : t('options.queue_empty');
  return (
    <div class={shop.reachable ? 'status good' : 'status'} data-status={shop.reachable ? 'connected' : 'away'} role="status">
      <p><strong>{t(shop.reachable ? 'options.connected' : 'options.away')}</strong> <span>{shop.server} · {t(`options.role_${shop.role}`)} · {queue}</span></p>
      {!shop.reachable && shop.problem && <p class="trouble">{problemText(shop.problem, texts)}</p>}
    </div>
  );
}

function Shop(props: ShopProps): JSX.Element {
  const { shop, state, texts: { t }, refresh } = props;
  const [isAsked, setAsked] = useState(false);
  const unpair = async (): Promise<void> => {
    setAsked(false);
    await ask({ type: 'unpair', shop: shop.key });
    await refresh();
  };
  return (
    <li data-shop={shop.shop}>
      <div class="row heading">
        <h3>{shop.shop}</h3>
        {state.shops.length > 1 && (
          <label class="check">
            <input type="radio" name="current" checked={state.connection?.key === shop.key} onChange={() => void ask({ type: 'shop', shop: shop.key }).then(refresh)} />
            <span>{t('options.current')}</span>
          </label>
        )}
      </div>
      <ShopStatus {...props} />
      <p class="row">
        {shop.waiting > 0 && <button type="button" class="button" onClick={() => void ask({ type: 'queue' }).then(refresh)}>{t('options.send_now')}</button>}
        {shop.sample && <button type="button" class="button" onClick={() => void tabs.open(`${shop.server}/sample/`)}>{t('options.sample')}</button>}
        <button type="button" class="button" data-action="unpair" onClick={() => (shop.waiting ? setAsked(true) : void unpair())}>{t('options.unpair')}</button>
      </p>
      {isAsked && <Confirm texts={props.texts} text={t('options.unpair_sure', { waiting: shop.waiting })} yes={t('options.unpair')} answered={(sure) => (sure ? void unpair() : setAsked(false))} />}
    </li>
  );
}

export function Shops(props: SectionProps): JSX.Element | null {
  const { state, texts: { t } } = props;
  if (!state.shops.length && !state.stranded.length) return null;
  return (
    <>
      <ul class="shops">{state.shops.map((shop) => <Shop key={shop.key} shop={shop} {...props} />)}</ul>
      {state.stranded.map(({ key, waiting }) => (
        <p key={key} class="status" data-stranded={key}>{t('options.stranded', { shop: key.split(' ')[1] ?? '', server: key.split(' ')[0] ?? '', waiting })}</p>
      ))}
    </>
  );
}
