/** The popup: connection, what waits to be sent, today's cases with their time left, and the ways on. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { local, sidePanel } from '@/lib/browser';
import type { Problem } from '@/lib/result';
import type { StateSummary } from '@/domain/panel-state';
import type { Remembered, WorkPage, WorkRow } from '@/domain/work';
import { Status } from '@/ui/options/status';
import { ask, useStatus } from '@/ui/options/worker';
import { TeachButton } from '@/ui/picker/teach-button';
import { problemText } from '@/ui/problem-text';
import { ofToday } from '@/ui/queue/ordering';
import { WANTED_CASE } from '@/ui/queue/remembering';
import { aboutCase } from '@/ui/queue/row';
import { queueSections } from '@/ui/queue/texts';
import { Shape } from '@/ui/shapes';
import { type Texts, timeLeft } from '@/ui/texts';
import { useNow } from '@/ui/ticking';

const MOST = 6;

interface Today {
  readonly rows: readonly WorkRow[] | null;
  readonly problem: Problem | null;
}

/** The cases changed last are where today's are; what was read before stands in for a server that is away. */
function useToday(connection: StateSummary['connection']): Today {
  const [today, setToday] = useState<Today>({ rows: null, problem: null });
  const key = connection?.key;
  useEffect(() => {
    if (key === undefined) return;
    void ask<WorkPage>({ type: 'worklist', cursor: null }).then(async (answer) => {
      if (answer.ok) {
        setToday({ rows: answer.value.rows, problem: null });
        return;
      }
      const last = await ask<Remembered | null>({ type: 'worklist-last' });
      setToday({ rows: last.ok ? (last.value?.rows ?? []) : [], problem: answer.problem });
    });
  }, [key]);
  return today;
}

async function openQueue(refundId: string | null): Promise<void> {
  // First the panel: the browser opens it only while the click is fresh.
  const opening = sidePanel.open();
  if (refundId !== null) await local.set(WANTED_CASE, refundId);
  await opening;
  window.close();
}

/** `isAway`: the connection's own line already says that the server is silent. */
function Cases({ today, isAway, texts }: { today: Today; isAway: boolean; texts: Texts }): JSX.Element {
  const { t } = texts;
  const now = useNow(null);
  const due = ofToday(today.rows ?? [], now);
  return (
    <section class="today" aria-label={t('queue.today')}>
      <h2>{t('queue.today')} {today.rows && <span class="quiet">{due.length}</span>}</h2>
      {today.rows === null && <p class="quiet" role="status">{t('queue.loading')}</p>}
      {today.problem && !isAway && <p class="quiet">{problemText(today.problem, texts)}</p>}
      {today.rows !== null && due.length === 0 && <p class="quiet">{t('queue.today_none')}</p>}
      <ul>
        {due.slice(0, MOST).map((row) => {
          const left = timeLeft(row.deadline, texts, now);
          return (
            <li key={row.refund_id}>
              <button type="button" class={`due-case ${row.level}`} data-refund-id={row.refund_id} onClick={() => void openQueue(row.refund_id)}>
                <Shape level={row.level} size={13} />
                <span class="what"><strong>{t(`level.${row.level}.name`)}</strong> <span>{row.why}</span><small>{aboutCase(row, texts)}</small></span>
                <span class={left?.soon ? 'left soon' : 'left'}>{left?.text}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {due.length > MOST && <p class="quiet">{t('queue.today_more', { count: due.length - MOST })}</p>}
    </section>
  );
}

export function Popup(): JSX.Element | null {
  const { state, texts, refresh } = useStatus('queue.brand_title', queueSections);
  const today = useToday(state?.connection ?? null);
  if (!state) return null;
  const { t } = texts;
  return (
    <div class="popup">
      <header>
        <img src="/icon/32.png" width="20" height="20" alt="" />
        <h1>{t('queue.brand_title')}</h1>
      </header>
      {state.connection ? <Status state={state} texts={texts} /> : <p>{t('options.open_popup_hint')}</p>}
      {state.waiting + state.failed > 0 && (
        <p class="row waiting" role="status">
          <span>{t('options.queue', { waiting: state.waiting, failed: state.failed })}</span>
          {state.waiting > 0 && <button type="button" class="button" onClick={() => void ask({ type: 'queue' }).then(refresh)}>{t('options.send_now')}</button>}
        </p>
      )}
      {state.connection && <Cases today={today} isAway={!state.reachable} texts={texts} />}
      <p class="row ways">
        {state.connection && sidePanel.isThere() && <button type="button" class="button primary" data-action="open-queue" onClick={() => void openQueue(null)}>{t('queue.open_queue')}</button>}
        <button type="button" class="button" onClick={() => void ask({ type: 'options' })}>{t('options.open_settings')}</button>
      </p>
      <TeachButton language={texts.language} />
    </div>
  );
}
