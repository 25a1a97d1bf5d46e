/** One case of the queue in the side panel: the same panel as in the page, and the way to its page. */
import { type JSX, render } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { tabs } from '@/lib/browser';
import type { Push } from '@/domain/messages';
import type { WorkRow } from '@/domain/work';
import { ask } from '@/ui/options/worker';
import type { Draw } from '@/ui/panel/drawn';
import { Panel } from '@/ui/panel/panel';
import { showSection } from '@/ui/panel/section';
import { CaseSession } from '@/ui/panel/session';
import { withViewTexts } from '@/ui/panel/view-texts';
import { Views, type ViewsProps } from '@/ui/panel/views';
import { Zoom, type ZoomProps } from '@/ui/panel/zoom';
import type { Texts } from '@/ui/texts';

export interface CaseViewProps {
  readonly refundId: string;
  readonly row: WorkRow | undefined;
  readonly texts: Texts;
  readonly news: EventTarget;
  readonly back: () => void;
  readonly openCase: (refundId: string) => void;
  /** The case before and after in the queue as it is sorted now. */
  readonly before: string | null;
  readonly after: string | null;
}

const drawZoom: Draw<ZoomProps> = (into, props) => render(props && <Zoom key={props.id} {...props} texts={withViewTexts(props.texts)} />, into);
const drawViews: Draw<ViewsProps> = (into, props) => render(props && <Views key={`${props.comparison.id} ${props.view}`} {...props} texts={withViewTexts(props.texts)} />, into);

function goTo(section: string): void {
  const part = document.querySelector<HTMLDetailsElement>(`.section.${section}`);
  if (part) showSection(part);
}

function useSession({ refundId, row, news, openCase }: CaseViewProps): CaseSession {
  const [, redraw] = useState(0);
  const order = useRef<string | null>(null);
  order.current = row?.order_id ?? null;
  const session = useMemo(
    () => new CaseSession({
      refundId, ask, orderId: () => order.current, changed: () => redraw((count) => count + 1), own: { keep: () => undefined, go: goTo, openCase, zoom: () => Promise.resolve(drawZoom), views: () => Promise.resolve(drawViews) },
    }),
    [refundId],
  );
  useEffect(() => {
    const heard = (event: Event): void => {
      const { detail } = event as CustomEvent<Push>;
      if ('refund_id' in detail && (detail.refund_id === null || detail.refund_id === refundId)) void session.refresh();
    };
    news.addEventListener('push', heard);
    void session.refresh();
    return () => {
      news.removeEventListener('push', heard);
      session.stop();
    };
  }, [session]);
  return session;
}

export function CaseView(props: CaseViewProps): JSX.Element {
  const { refundId, row, texts, back, openCase, before, after } = props;
  const { t } = texts;
  const session = useSession(props);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), [refundId]);
  const address = row?.address ?? null;
  return (
    <div class="case-view" onKeyDown={(event) => { if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open]')) back(); }}>
      <header class="case-bar">
        <button ref={button} type="button" class="button plain" data-action="back" onClick={back}>‹ {t('queue.back')}</button>
        <h1><code>{refundId}</code></h1>
        <span class="steps-through">
          <button type="button" class="button plain" aria-label={t('queue.before')} title={t('queue.before')} disabled={before === null} onClick={() => before && openCase(before)}>↑</button>
          <button type="button" class="button plain" aria-label={t('queue.after')} title={t('queue.after')} disabled={after === null} onClick={() => after && openCase(after)}>↓</button>
        </span>
      </header>
      <p class="to-page">
        {address
          ? <button type="button" class="button" data-action="open-page" onClick={() => void tabs.show(address)}>{t('queue.open_page')} ↗</button>
          : <span class="quiet">{t('queue.no_page')}</span>}
        <span class="quiet">{t('queue.keep_there')}</span>
      </p>
      <Panel
        key={refundId}
        refundId={refundId}
        state={session.state}
        keeping={false}
        keepProblem={session.problem}
        canKeep={false}
        texts={texts}
        actions={session.actions()}
      />
    </div>
  );
}
