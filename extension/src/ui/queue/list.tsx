/** The list of the work queue: one stop of the Tab key, j and k move, Enter opens. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { WorkRow } from '@/domain/work';
import { moved, PAGE, pageOf, pagesOf } from '@/ui/queue/ordering';
import { Row } from '@/ui/queue/row';
import type { Texts } from '@/ui/texts';

export interface ListProps {
  readonly rows: readonly WorkRow[];
  readonly at: number;
  readonly setAt: (at: number) => void;
  readonly open: (refundId: string) => void;
  readonly texts: Texts;
  readonly now: number;
  /** Whether the current row shall take the focus when it is drawn: after a key, or coming back. */
  readonly takesFocus: boolean;
}

function Paging({ at, count, go, texts }: { at: number; count: number; go: (page: number) => void; texts: Texts }): JSX.Element | null {
  const { t } = texts;
  const page = Math.floor(at / PAGE);
  const last = pagesOf(count) - 1;
  if (!last) return null;
  const from = page * PAGE + 1;
  return (
    <nav class="paging" aria-label={t('queue.pages')}>
      <button type="button" class="button" disabled={page === 0} onClick={() => go(page - 1)}>{t('queue.page_before')}</button>
      <span>{t('queue.range', { from, to: Math.min(count, from + PAGE - 1), count })}</span>
      <button type="button" class="button" disabled={page === last} onClick={() => go(page + 1)}>{t('queue.page_after')}</button>
    </nav>
  );
}

export function List({ rows, at, setAt, open, texts, now, takesFocus }: ListProps): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  const isWanted = useRef(takesFocus);
  const page = Math.floor(at / PAGE);
  useEffect(() => {
    if (!isWanted.current) return;
    isWanted.current = false;
    const button = list.current?.querySelector<HTMLElement>('button[tabindex="0"]');
    button?.focus();
    button?.scrollIntoView({ block: 'nearest' });
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = moved(event.key, at, rows.length);
    if (to === null) return;
    event.preventDefault();
    isWanted.current = true;
    setAt(to);
  };
  const go = (to: number): void => {
    isWanted.current = true;
    setAt(to * PAGE);
  };
  return (
    <>
      <ul ref={list} class="cases" onKeyDown={onKeyDown} aria-label={texts.t('queue.title')}>
        {pageOf(rows, page).map((row, place) => (
          <Row key={row.refund_id} row={row} texts={texts} now={now} isCurrent={page * PAGE + place === at} open={() => open(row.refund_id)} focused={() => setAt(page * PAGE + place)} />
        ))}
      </ul>
      <Paging at={at} count={rows.length} go={go} texts={texts} />
    </>
  );
}
