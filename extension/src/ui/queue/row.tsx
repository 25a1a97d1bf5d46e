/** One case in the work queue: how it stands, why, how much time is left, what it is. */
import type { JSX } from 'preact';
import type { WorkRow } from '@/domain/work';
import { Meter } from '@/ui/queue/meter';
import { Shape } from '@/ui/shapes';
import { type Texts, timeLeft } from '@/ui/texts';

export const money = (fen: number): string => `¥${(fen / 100).toFixed(2)}`;

export function aboutCase(row: WorkRow, { t }: Texts): string {
  const parts = [row.kind ? t(`queue.kind_${row.kind}`) : '', row.amount_fen ? money(row.amount_fen) : '', row.reason ?? ''];
  return parts.filter(Boolean).join(' · ');
}

export interface RowProps {
  readonly row: WorkRow;
  readonly texts: Texts;
  readonly now: number;
  readonly isCurrent: boolean;
  readonly open: () => void;
  readonly focused: () => void;
}

export function Row({ row, texts, now, isCurrent, open, focused }: RowProps): JSX.Element {
  const { t } = texts;
  const left = timeLeft(row.deadline, texts, now);
  const word = row.pending && row.level === 'unknown' ? t('badge.loading') : t(`level.${row.level}.name`);
  return (
    <li>
      <button type="button" class={`case ${row.level}`} data-refund-id={row.refund_id} data-level={row.level} tabIndex={isCurrent ? 0 : -1} onClick={open} onFocus={focused}>
        <Shape level={row.level} size={16} />
        <span class="main">
          <span class="first"><strong>{word}</strong>{row.why && row.why !== word && <span class="reason">{row.why}</span>}</span>
          <span class="second">{aboutCase(row, texts)}</span>
          <span class="third"><code>{row.refund_id}</code><Meter evidence={row.evidence} texts={texts} /></span>
        </span>
        <span class={left?.soon ? 'due soon' : 'due'}>{left?.text ?? t('queue.no_deadline')}</span>
      </button>
    </li>
  );
}
