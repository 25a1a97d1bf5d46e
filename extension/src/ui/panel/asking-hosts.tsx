/** What the last keeping could not have, by name: pictures of a host not allowed yet, a picture of the page, room. */
import type { JSX } from 'preact';
import type { PanelProps } from '@/ui/panel/model';

export function AskingHosts({ state, texts, actions }: PanelProps): JSX.Element | null {
  const hosts = state?.hosts ?? [];
  const { t } = texts;
  return (
    <>
      {state?.room && state.room !== 'enough' && <p class="trouble" role="alert" data-room={state.room}>{t(`panel.room_${state.room}`)}</p>}
      {state?.unpictured && <p class="quiet" data-unpictured>{t('panel.unpictured')}</p>}
      {hosts.map((host) => (
        <div key={host} class="ask" role="group" aria-label={host} data-host={host}>
          <span>{t('panel.host_ask', { host })}</span>
          <div class="with-button">
            <button type="button" class="button" data-action="host-ask" onClick={(event) => event.isTrusted && actions.host(host, 'ask')}>{t('panel.host_allow')}</button>
            <button type="button" class="button plain" data-action="host-decline" onClick={(event) => event.isTrusted && actions.host(host, 'decline')}>{t('panel.host_decline')}</button>
          </div>
        </div>
      ))}
    </>
  );
}
