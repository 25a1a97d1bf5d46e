/** Whose records are these? Questions first, then what was answered before, each answer changeable. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { QuestionSummary } from '@/domain/panel-state';
import { platforms } from '@/platforms/known';
import type { SectionProps } from '@/ui/options/shops';
import { ask } from '@/ui/options/worker';
import type { Texts } from '@/ui/texts';

const platformName = (id: string, texts: Texts): string => platforms.find((each) => each.id === id)?.name[texts.language] ?? id;

function accountName({ account, name }: { readonly account: string | null; readonly name: string }, { t }: Texts): string {
  if (account === null || account === '') return t('options.account_unnamed');
  return name ? `${name} (${account})` : account;
}

function Question({ question, ...props }: SectionProps & { readonly question: QuestionSummary }): JSX.Element {
  const { state, texts, refresh } = props;
  const { t } = texts;
  const [always, setAlways] = useState(false);
  const answer = async (shop: string): Promise<void> => {
    await ask({ type: 'whose', key: question.key, shop, always });
    await refresh();
  };
  const isNamed = question.account !== null;
  return (
    <li class="status" data-question={question.key}>
      <p><strong>{t(isNamed ? 'options.whose' : 'options.whose_unnamed', { platform: platformName(question.platform, texts), account: accountName(question, texts) })}</strong></p>
      {question.waiting > 0 && <p class="quiet">{t('options.whose_waiting', { waiting: question.waiting })}</p>}
      {!isNamed && (
        <label class="check">
          <input type="checkbox" checked={always} onChange={(event) => setAlways(event.currentTarget.checked)} />
          <span>{t('options.whose_always', { platform: platformName(question.platform, texts) })}</span>
        </label>
      )}
      <p class="row">
        {state.shops.map((shop) => <button type="button" key={shop.key} class="button" data-answer={shop.shop} onClick={() => void answer(shop.key)}>{t('options.whose_shop', { shop: shop.shop })}</button>)}
        {isNamed && <button type="button" class="button plain" data-answer="" onClick={() => void answer('')}>{t('options.whose_none')}</button>}
      </p>
    </li>
  );
}

/** Asked even with one shop left: what was another's is not its. */
export function Questions(props: SectionProps): JSX.Element | null {
  const { state, texts: { t } } = props;
  if (!state.questions.length) return null;
  return (
    <section class="asking" aria-labelledby="asking">
      <h2 id="asking">{t('options.asking')}</h2>
      <p class="quiet">{t('options.asking_lead')}</p>
      <ul class="shops">{state.questions.map((question) => <Question key={question.key} question={question} {...props} />)}</ul>
    </section>
  );
}

export function Accounts({ state, texts, refresh }: SectionProps): JSX.Element | null {
  const { t } = texts;
  if (!state.bindings.length) return null;
  const shopName = (to: string): string => state.shops.find(({ key }) => key === to)?.shop ?? (to === '' ? t('options.account_none') : t('options.account_gone', { shop: to.split(' ')[1] ?? to }));
  return (
    <>
      <h3>{t('options.accounts')}</h3>
      <table>
        <thead><tr><th scope="col">{t('options.account_platform')}</th><th scope="col">{t('options.account_account')}</th><th scope="col">{t('options.account_shop')}</th><th scope="col"><span class="sr">{t('options.account_change')}</span></th></tr></thead>
        <tbody>
          {state.bindings.map((each) => (
            <tr key={`${each.platform} ${each.account}`} data-account={each.account}>
              <td>{platformName(each.platform, texts)}</td>
              <td>{accountName(each, texts)}</td>
              <td>{shopName(each.to)}{each.by === 'first' && <small class="quiet"> · {t('options.account_first')}</small>}</td>
              <td><button type="button" class="button plain" onClick={() => void ask({ type: 'unbind', platform: each.platform, account: each.account }).then(refresh)}>{t('options.account_change')}</button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
