/** The one place where a click may ask the browser for the hosts of pictures: each by name, each once. */
import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { permissions } from '@/lib/browser';
import { ask, useStatus } from '@/ui/options/worker';

export function Allow(): JSX.Element | null {
  const { state, texts } = useStatus('options.allow_title');
  const [hosts, setHosts] = useState<readonly string[] | null>(null);
  const [isRefused, setRefused] = useState(false);
  const refresh = useCallback(async () => {
    const answer = await ask<string[]>({ type: 'hosts' });
    if (answer.ok) setHosts(answer.value);
  }, []);
  useEffect(() => void refresh(), [refresh]);
  if (!state || !hosts) return null;
  const { t } = texts;
  // The browser takes the request only as the direct answer to the click.
  const allow = (host: string): void => {
    void permissions.request([`https://${host}/*`, `http://${host}/*`]).then((given) => {
      setRefused(!given);
      return refresh();
    });
  };
  return (
    <div class="page">
      <h1>{t('options.allow_title')}</h1>
      <p>{t(hosts.length ? 'options.allow_lead' : 'options.allow_none')}</p>
      {isRefused && <p class="warning" role="alert">{t('options.allow_refused')}</p>}
      {hosts.map((host) => (
        <section key={host} data-host={host}>
          <h2>{host}</h2>
          <p class="row">
            <button type="button" class="button" data-action="allow" onClick={() => allow(host)}>{t('options.allow_host', { host })}</button>
            <button type="button" class="button" data-action="decline" onClick={() => void ask({ type: 'host', host, answer: 'decline' }).then(refresh)}>{t('options.allow_not')}</button>
          </p>
        </section>
      ))}
    </div>
  );
}
