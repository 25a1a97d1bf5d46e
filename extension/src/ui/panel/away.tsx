/** The server does not answer: what is shown is the last known, and what waits here is named. */
import type { JSX } from 'preact';
import type { PanelProps } from '@/ui/panel/model';

export function Away({ state, texts }: PanelProps): JSX.Element | null {
  if (!state?.away) return null;
  const { t, has, language } = texts;
  const waiting = state.items.filter((item) => item.state === 'waiting' || item.state === 'sending');
  const kinds = [...new Set(waiting.map(({ kind }) => (has(`panel.kind_${kind}`) ? t(`panel.kind_${kind}`) : kind)))];
  const queued = waiting.length ? t('panel.away_waiting', { count: waiting.length, kinds: kinds.join(language === 'en' ? ', ' : '、') }) : t('panel.away_nothing');
  return (
    <div class="away" role="status" data-away>
      <strong>{t('panel.away')}</strong> {state.assessment.ok && t('panel.away_last')} {queued}
    </div>
  );
}
