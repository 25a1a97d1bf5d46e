/** The work queue: filters above, the list below, and what is to be said when there is nothing. */
import type { JSX, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { WorkRow } from '@/domain/work';
import { Filters } from '@/ui/queue/filters';
import { List } from '@/ui/queue/list';
import { MOST, type Work } from '@/ui/queue/loading';
import { type Choice, cleaned, counts, everything, ofLevels } from '@/ui/queue/ordering';
import { problemText } from '@/ui/problem-text';
import type { Texts } from '@/ui/texts';
import { useNow } from '@/ui/ticking';

export interface QueueProps {
  readonly work: Work;
  readonly choice: Choice;
  readonly choose: (more: Partial<Choice>) => void;
  /** Matching but for the levels, and sorted. */
  readonly sorted: readonly WorkRow[];
  readonly at: number;
  readonly setAt: (at: number) => void;
  readonly open: (refundId: string) => void;
  readonly find: (typed: string) => void;
  readonly retry: () => void;
  readonly texts: Texts;
  readonly takesFocus: boolean;
}

const LEAST_TYPED = 4;

function Nothing({ work, choice, choose, find, texts }: QueueProps): JSX.Element | null {
  const { t } = texts;
  if (work.phase === 'first') {
    return work.problem ? null : <div class="skeleton" aria-busy="true"><span class="sr">{t('queue.loading')}</span><i /><i /><i /><i /></div>;
  }
  if (!work.rows.size) return work.problem ? null : <div class="nothing"><p><strong>{t('queue.empty')}</strong></p><p class="quiet">{t('queue.empty_how')}</p></div>;
  const typed = cleaned(choice.search);
  const mayFind = typed.length >= LEAST_TYPED && work.total > work.rows.size;
  return (
    <div class="nothing">
      <p><strong>{t('queue.no_match')}</strong></p>
      {mayFind && <p><button type="button" class="button" onClick={() => find(typed)}>{t('queue.find_all', { id: typed })}</button></p>}
      <p><button type="button" class="button plain" onClick={() => choose({ ...everything, sort: choice.sort })}>{t('queue.show_all')}</button></p>
    </div>
  );
}

function Trouble({ work, retry, texts }: QueueProps): JSX.Element | null {
  const { problem, asOf } = work;
  const { t, language } = texts;
  if (!problem) return null;
  const time = asOf === null ? null : new Date(asOf).toLocaleString(language, { hour12: false, month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' });
  return (
    <div class="away" role="status" data-queue-state="away">
      <p><strong>{problemText(problem, texts)}</strong></p>
      {time !== null && <p>{t('queue.as_of', { time })}</p>}
      <button type="button" class="button" onClick={retry}>{t('queue.retry')}</button>
    </div>
  );
}

function useSlash(search: RefObject<HTMLInputElement>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches('input:not([type=checkbox]),textarea,select');
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      search.current?.focus();
      search.current?.select();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

export function Queue(props: QueueProps): JSX.Element {
  const { work, choice, choose, sorted, at, setAt, open, texts, takesFocus } = props;
  const { t } = texts;
  const search = useRef<HTMLInputElement>(null);
  const now = useNow(sorted[0]?.deadline);
  useSlash(search);
  const shown = ofLevels(sorted, choice.levels);
  const isCut = work.phase === 'whole' && work.rows.size >= MOST && work.total > work.rows.size;
  return (
    <>
      <Trouble {...props} />
      <Filters choice={choice} counted={counts(sorted)} texts={texts} choose={choose} search={search} />
      <p class="told" role="status">
        {work.rows.size > 0 && t(shown.length === work.rows.size ? 'queue.count' : 'queue.count_of', { shown: shown.length, count: work.rows.size })}
        {work.phase === 'more' && ` ${t('queue.more_coming', { total: work.total })}`}
        {isCut && ` ${t('queue.cut', { most: MOST, total: work.total })}`}
      </p>
      {shown.length
        ? <List rows={shown} at={Math.min(at, shown.length - 1)} setAt={setAt} open={open} texts={texts} now={now} takesFocus={takesFocus} />
        : <Nothing {...props} />}
      {shown.length > 0 && <p class="keys quiet" aria-hidden="true"><kbd>J</kbd> <kbd>K</kbd> {t('queue.keys_move')} · <kbd>Enter</kbd> {t('queue.keys_open')} · <kbd>/</kbd> {t('queue.keys_search')} · <kbd>Esc</kbd> {t('queue.keys_back')}</p>}
    </>
  );
}
