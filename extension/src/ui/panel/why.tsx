/** At most five reasons, strongest first; each says what it rests on and what would change it. */
import type { JSX } from 'preact';
import type { PanelProps } from '@/ui/panel/model';
import { Section } from '@/ui/panel/section';

const MOST = 5;

export function Why({ state, texts }: PanelProps): JSX.Element | null {
  if (!state?.assessment.ok) return null;
  const { signals, history } = state.assessment.value;
  const strongest = [...signals].sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight)).slice(0, MOST);
  return (
    <Section id="why" title={texts.t('panel.why')}>
      {strongest.length === 0 && <p class="quiet">{texts.t('panel.no_reasons')}</p>}
      <ul class="reasons">
        {strongest.map((signal) => (
          <li key={signal.code} class={signal.weight > 0 ? 'for' : signal.weight < 0 ? 'against' : 'open'}>
            <details>
              <summary>
                <span class="mark" aria-hidden="true">{signal.weight > 0 ? '▲' : signal.weight < 0 ? '▽' : '○'}</span>
                <span>{signal.text}</span>
              </summary>
              {signal.rests_on && <p class="quiet">{texts.t('panel.rests_on', { what: signal.rests_on })}</p>}
              {signal.would_change && <p class="quiet">{texts.t('panel.would_change', { what: signal.would_change })}</p>}
            </details>
          </li>
        ))}
      </ul>
      {history && history.cases > 0 && <p class="quiet">{texts.t('panel.history', history)}</p>}
    </Section>
  );
}
