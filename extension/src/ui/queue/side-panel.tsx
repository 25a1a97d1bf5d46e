/** The browser's side panel: the work queue of the shop, and each case in the panel known from the page. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { local } from '@/lib/browser';
import type { StateSummary } from '@/domain/panel-state';
import { ask, useStatus } from '@/ui/options/worker';
import { CaseView } from '@/ui/queue/case-view';
import { NO_WORK, type Work, WorkLoader } from '@/ui/queue/loading';
import { followNews } from '@/ui/queue/news';
import { type Choice, compared, everything, matching, ofLevels } from '@/ui/queue/ordering';
import { Queue } from '@/ui/queue/queue';
import { readChoice, storedChoice, WANTED_CASE } from '@/ui/queue/remembering';
import { queueSections } from '@/ui/queue/texts';
import type { Texts } from '@/ui/texts';

function useWork(connection: StateSummary['connection'], language: string): { work: Work; loader: WorkLoader | null; news: EventTarget } {
  const [work, setWork] = useState<Work>(NO_WORK);
  const [loader, setLoader] = useState<WorkLoader | null>(null);
  const news = useMemo(() => new EventTarget(), []);
  useEffect(() => {
    if (!connection) return undefined;
    const ending = new AbortController();
    setWork(NO_WORK);
    const made = new WorkLoader(ask, setWork, ending.signal);
    setLoader(made);
    void made.read();
    followNews((message) => {
      made.hear(message);
      news.dispatchEvent(new CustomEvent('push', { detail: message }));
    }, ending.signal);
    return () => ending.abort();
  }, [connection?.server, connection?.shop, language]);
  return { work, loader, news };
}

/** The way in from elsewhere: `#case=…`, or the popup naming a case. */
function useWanted(): [string | null, (refundId: string | null) => void] {
  const [wanted, setWanted] = useState<string | null>(new URLSearchParams(location.hash.slice(1)).get('case'));
  useEffect(() => {
    const take = async (): Promise<void> => {
      const named = await local.get(WANTED_CASE);
      if (typeof named !== 'string') return;
      await local.remove(WANTED_CASE);
      setWanted(named);
    };
    void take();
    local.onChange((keys) => {
      if (keys.includes(WANTED_CASE)) void take();
    });
  }, []);
  return [wanted, setWanted];
}

function useChoice(): [Choice, (more: Partial<Choice>) => void] {
  const [choice, setChoice] = useState<Choice>(everything);
  useEffect(() => {
    void readChoice().then((stored) => setChoice((now) => ({ ...now, ...stored })));
  }, []);
  const choose = (more: Partial<Choice>): void => {
    setChoice((before) => {
      const next = { ...before, ...more };
      void storedChoice(next);
      return next;
    });
  };
  return [choice, choose];
}

function Unpaired({ texts }: { texts: Texts }): JSX.Element {
  const { t } = texts;
  return (
    <div class="nothing" data-queue-state="unpaired">
      <p><strong>{t('queue.unpaired')}</strong></p>
      <p class="quiet">{t('queue.unpaired_how')}</p>
      <p><button type="button" class="button primary" onClick={() => void ask({ type: 'options' })}>{t('options.open_settings')}</button></p>
    </div>
  );
}

/** Which shop's cases: only where there is more than one to choose from. */
function Shops({ state, texts }: { state: StateSummary; texts: Texts }): JSX.Element {
  const { connection, shops } = state;
  if (shops.length < 2) return <span class="shop quiet">{connection?.shop}</span>;
  return (
    <label class="shop">
      <span class="sr">{texts.t('queue.shop')}</span>
      <select name="shop" value={connection?.key ?? ''} onChange={(event) => void ask({ type: 'shop', shop: event.currentTarget.value })}>
        {shops.map(({ key, shop }) => <option key={key} value={key}>{shop}</option>)}
      </select>
    </label>
  );
}

export function SidePanel(): JSX.Element | null {
  const { state, texts } = useStatus('queue.page_title', queueSections);
  const { work, loader, news } = useWork(state?.connection ?? null, texts.language);
  const [wanted, want] = useWanted();
  const [choice, choose] = useChoice();
  const [at, setAt] = useState(0);
  const cameBack = useRef(false);
  const sorted = useMemo(() => matching(work.rows.values(), choice).sort(compared(choice.sort, Date.now())), [work.rows, choice]);
  if (!state) return null;
  if (!state.connection) return <Unpaired texts={texts} />;
  const order = ofLevels(sorted, choice.levels);
  if (wanted !== null) {
    const place = order.findIndex(({ refund_id: id }) => id === wanted);
    const open = (id: string): void => want(id);
    const neighbour = (step: number): string | null => (place < 0 ? null : (order[place + step]?.refund_id ?? null));
    const back = (): void => {
      cameBack.current = true;
      if (place >= 0) setAt(place);
      want(null);
    };
    return <CaseView refundId={wanted} row={work.rows.get(wanted)} texts={texts} news={news} back={back} openCase={open} before={neighbour(-1)} after={neighbour(1)} />;
  }
  return (
    <div class="queue">
      <header class="queue-bar">
        <img src="/icon/32.png" width="20" height="20" alt="" />
        <h1>{texts.t('queue.title')}</h1>
        <Shops state={state} texts={texts} />
        <button type="button" class="button plain" onClick={() => void ask({ type: 'options' })}>{texts.t('options.open_settings')}</button>
      </header>
      <Queue
        work={work}
        choice={choice}
        choose={(more) => { setAt(0); choose(more); }}
        sorted={sorted}
        at={at}
        setAt={setAt}
        open={want}
        find={(typed) => void loader?.find([typed], true)}
        retry={() => void loader?.read()}
        texts={texts}
        takesFocus={cameBack.current}
      />
    </div>
  );
}
