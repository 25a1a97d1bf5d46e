/** The buyer's other cases in this shop: counted at once, listed when somebody wants to see them. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { WorkRow } from '@/domain/work';
import type { PanelProps } from '@/ui/panel/model';
import { Section } from '@/ui/panel/section';
import { Shape } from '@/ui/shapes';
import type { Texts } from '@/ui/texts';

function Past({ row, texts, open }: { row: WorkRow; texts: Texts; open: () => void }): JSX.Element {
  const { t, language } = texts;
  const day = Number.isNaN(Date.parse(row.updated)) ? '' : new Date(row.updated).toLocaleDateString(language, { year: 'numeric', month: '2-digit', day: '2-digit' });
  const amount = row.amount_fen ? `¥${(row.amount_fen / 100).toFixed(2)}` : '';
  return (
    <li class={row.level}>
      <button type="button" class="past" data-see="case" onClick={(event) => event.isTrusted && open()}>
        <Shape level={row.level} size={12} />
        <span class="sr">{t(`level.${row.level}.name`)}</span>
        <span class="what">{[row.reason, amount].filter(Boolean).join(' · ') || row.refund_id}</span>
        <span class="quiet">{day}</span>
      </button>
    </li>
  );
}

export function History({ state, texts, actions }: PanelProps): JSX.Element | null {
  const found = state?.assessment.ok ? state.assessment.value : null;
  const [rows, setRows] = useState<readonly WorkRow[]>([]);
  const count = found?.history?.cases ?? 0;
  useEffect(() => {
    let wanted = count > 0;
    if (wanted) {
      void actions.history().then((answer) => {
        if (wanted && answer.ok) setRows(answer.value);
      });
    }
    return () => {
      wanted = false;
    };
  }, [found?.refund_id, count]);
  if (!found?.history) return null;
  const { t } = texts;
  return (
    <Section id="history" title={t('panel.history_title')} extra={<span class="count">{count}</span>}>
      <p class="quiet">{count ? t('panel.history', found.history) : t('panel.history_none')}</p>
      {rows.length > 0 && <ul class="pasts">{rows.map((row) => <Past key={row.refund_id} row={row} texts={texts} open={() => actions.openCase(row.refund_id)} />)}</ul>}
    </Section>
  );
}
