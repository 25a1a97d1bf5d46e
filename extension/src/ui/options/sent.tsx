/** Every kind of data that leaves this browser: what, when, to whom. docs/privacy.md says the same. */
import type { JSX } from 'preact';
import type { SectionProps } from '@/ui/options/shops';

const kindsSent = ['asked', 'facts', 'photos', 'kept', 'added', 'pairing', 'pictures'] as const;
const kindsKept = ['queue', 'token', 'account', 'settings', 'camera'] as const;

export function Sent({ state, texts: { t } }: SectionProps): JSX.Element {
  const servers = [...new Set(state.shops.map(({ server }) => server))];
  const server = servers.length ? servers.join(', ') : t('options.your_server');
  return (
    <section aria-labelledby="sent">
      <h2 id="sent">{t('options.sent')}</h2>
      <div class="scroll">
        <table data-table="sent">
          <thead><tr><th scope="col">{t('options.sent_what')}</th><th scope="col">{t('options.sent_when')}</th><th scope="col">{t('options.sent_where')}</th></tr></thead>
          <tbody>
            {kindsSent.map((kind) => (
              <tr key={kind}>
                <th scope="row">{t(`options.sent_kind.${kind}.what`)}</th>
                <td>{t(`options.sent_kind.${kind}.when`)}</td>
                <td>{t(`options.sent_kind.${kind}.where`, { server })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h3>{t('options.stays')}</h3>
      <ul class="quiet">{kindsKept.map((kind) => <li key={kind}>{t(`options.stays_kind.${kind}`)}</li>)}</ul>
      <p>{t('options.sent_nothing')}</p>
    </section>
  );
}
