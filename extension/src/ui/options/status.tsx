/** Where the connection stands, in one line. */
import type { JSX } from 'preact';
import type { StateSummary } from '@/domain/panel-state';
import { problemText } from '@/ui/problem-text';
import type { Texts } from '@/ui/texts';

export function Status({ state, texts }: { state: StateSummary; texts: Texts }): JSX.Element | null {
  const { connection, reachable, problem } = state;
  if (!connection) return null;
  const { t } = texts;
  const where = t('options.connected_to', { server: connection.server, shop: connection.shop });
  if (reachable) {
    return (
      <p class="status good" data-status="connected" role="status">
        <strong>{t('options.connected')}</strong> <span>{where}</span>
      </p>
    );
  }
  return (
    <div class="status" data-status="away" role="status">
      <p><strong>{t('options.away')}</strong> <span>{where}</span></p>
      {problem && <p class="trouble">{problemText(problem, texts)}</p>}
    </div>
  );
}
