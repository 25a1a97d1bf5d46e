/** At most five reasons, strongest first; each opens what it rests on and says what would change it. */
import type { JSX } from 'preact';
import type { Assessment, Signal } from '@/domain/answers';
import type { PanelProps } from '@/ui/panel/model';
import { Section } from '@/ui/panel/section';
import { bestView, type Sight, sightsOf, type Viewing } from '@/ui/panel/showing';
import { strongest } from '@/domain/strongest';

const MOST = 5;

interface WhyProps extends PanelProps {
  readonly viewing: Viewing;
}

function Sights({ signal, found, props }: { signal: Signal; found: Assessment; props: WhyProps }): JSX.Element | null {
  const { texts, actions, viewing } = props;
  const see = ({ is, id, label }: Sight): void => {
    if (is === 'case') actions.openCase(id);
    else if (is === 'photo') viewing.zoom({ of: 'photo', id, alt: label });
    else if (is === 'evidence') actions.go('kept');
    else {
      const comparison = found.comparisons.find((each) => each.id === id);
      viewing.show(comparison?.candidate ?? null, comparison ? bestView(comparison) : 'figure');
      actions.go('photos');
    }
  };
  const sights = sightsOf(signal, found, texts);
  if (!sights.length) return null;
  return (
    <div class="sights">
      {sights.map((sight) => (
        <button key={sight.key} type="button" class="button" data-see={sight.is} onClick={(event) => event.isTrusted && see(sight)}>{sight.label}</button>
      ))}
    </div>
  );
}

export function Why(props: WhyProps): JSX.Element | null {
  const { state, texts } = props;
  if (!state?.assessment.ok) return null;
  const found = state.assessment.value;
  const shown = strongest(found).slice(0, MOST);
  return (
    <Section id="why" title={texts.t('panel.why')}>
      {shown.length === 0 && <p class="quiet">{texts.t('panel.no_reasons')}</p>}
      <ul class="reasons">
        {shown.map((signal) => (
          <li key={signal.code} class={signal.weight > 0 ? 'for' : signal.weight < 0 ? 'against' : 'open'}>
            <details>
              <summary>
                <span class="mark" aria-hidden="true">{signal.weight > 0 ? '▲' : signal.weight < 0 ? '▽' : '○'}</span>
                <span>{signal.text}</span>
              </summary>
              {signal.rests_on && <p class="quiet">{texts.t('panel.rests_on', { what: signal.rests_on })}</p>}
              {signal.would_change && <p class="quiet">{texts.t('panel.would_change', { what: signal.would_change })}</p>}
            </details>
            <Sights signal={signal} found={found} props={props} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
