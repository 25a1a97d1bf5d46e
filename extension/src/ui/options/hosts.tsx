/** What pages are read for, and every site the browser lets us reach, with the way to take it back. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { permissions, requiredHosts } from '@/lib/browser';
import { platforms } from '@/platforms/known';
import type { SectionProps } from '@/ui/options/shops';

const hostOf = (origin: string): string => origin.replace(/^https?:\/\//, '').replace(/\/.*$/, '');

interface Granted {
  readonly origin: string;
  readonly isRequired: boolean;
}

function useGranted(): { granted: readonly Granted[]; read: () => Promise<void> } {
  const [granted, setGranted] = useState<readonly Granted[]>([]);
  const read = async (): Promise<void> => {
    const required = requiredHosts();
    const all = await permissions.all();
    setGranted(all.map((origin) => ({ origin, isRequired: required.includes(origin) })).sort((one, other) => Number(other.isRequired) - Number(one.isRequired)));
  };
  useEffect(() => {
    void read();
    return permissions.onChange(() => void read());
  }, []);
  return { granted, read };
}

export function Hosts(props: SectionProps): JSX.Element {
  const { state, texts: { t }, refresh } = props;
  const { granted, read } = useGranted();
  const purpose = (origin: string): string => {
    const host = hostOf(origin);
    if (host === '127.0.0.1' || host === 'localhost') return t('options.host_own');
    if (state.shops.some(({ server }) => new URL(server).hostname === host)) return t('options.host_server');
    const platform = platforms.find((each) => each.hosts.map(hostOf).includes(host));
    return platform ? t('options.host_platform', { platform: platform.name[props.texts.language] }) : t('options.host_other');
  };
  const revoke = async (origin: string): Promise<void> => {
    await permissions.remove([origin]);
    await read();
    await refresh();
  };
  return (
    <section aria-labelledby="hosts">
      <h2 id="hosts">{t('options.hosts')}</h2>
      <p class="quiet">{t('options.platforms_lead')}</p>
      <table>
        <thead><tr><th scope="col">{t('options.host')}</th><th scope="col">{t('options.host_for')}</th><th scope="col"><span class="sr">{t('options.host_revoke')}</span></th></tr></thead>
        <tbody>
          {granted.map(({ origin, isRequired }) => (
            <tr key={origin} data-host={hostOf(origin)}>
              <td><code>{hostOf(origin)}</code></td>
              <td>{purpose(origin)}</td>
              <td>{isRequired ? <span class="quiet">{t('options.host_required')}</span> : <button type="button" class="button plain" onClick={() => void revoke(origin)}>{t('options.host_revoke')}</button>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="quiet">{t('options.hosts_hint')}</p>
    </section>
  );
}
