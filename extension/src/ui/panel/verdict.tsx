/** The verdict line: level, confidence, time left; unknown is said first and kindly. */
import type { JSX } from 'preact';
import { problemName } from '@/lib/result';
import type { Assessment } from '@/domain/answers';
import type { PanelProps } from '@/ui/panel/model';
import { Shape } from '@/ui/shapes';
import { problemText } from '@/ui/problem-text';
import { AddPacking } from '@/ui/panel/add-packing';
import { type Texts, timeLeft } from '@/ui/texts';
import { useNow } from '@/ui/ticking';

function confidence(found: Assessment, { t }: Texts): string {
  if (typeof found.confidence !== 'number' || found.level === 'unknown') return '';
  const wrong = Math.round((1 - found.confidence) * 100);
  return t('panel.confidence', { value: found.confidence.toFixed(2), wrong });
}

/** Outside the live region: a clock that runs is not news. */
function TimeLeft({ deadline, texts }: { deadline: string | null | undefined; texts: Texts }): JSX.Element | null {
  const now = useNow(deadline);
  const left = timeLeft(deadline, texts, now, true);
  if (!left) return null;
  const at = new Date(deadline ?? '').toLocaleString(texts.language, { hour12: false, month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });
  return <p class={left.soon ? 'left soon' : 'left'}><span role="timer">{texts.t('badge.left', { time: left.text })}</span> <span class="quiet">{texts.t('panel.due_at', { time: at })}</span></p>;
}

function Known({ found, props }: { found: Assessment; props: PanelProps }): JSX.Element {
  const { texts } = props;
  const asked = found.comparisons.flatMap(({ guidance }) => guidance ?? [])[0]?.text ?? found.next_step?.text;
  // While photos are compared nothing is missing yet, so nothing is asked for.
  const isComparing = found.level === 'unknown' && found.comparisons.some(({ state }) => state === 'pending');
  return (
    <>
      <div class={`line ${found.level}`}>
        <Shape level={found.level} size={18} />
        <strong>{texts.t(`level.${found.level}.name`)}</strong>
        {found.reason && <span class="main-reason">{found.reason}</span>}
      </div>
      {!isComparing && <p class="quiet">{texts.t(`level.${found.level}.text`)} {confidence(found, texts)}</p>}
      {found.level === 'unknown' && !isComparing && found.packing_photos.length > 0 && asked && <p class="ask">{texts.t('panel.take_next', { what: asked })}</p>}
      {found.level === 'unknown' && found.packing_photos.length === 0 && <AddPacking {...props} />}
      {found.pending && <p class="quiet pending">{texts.t('panel.pending')}</p>}
    </>
  );
}

export function Verdict(props: PanelProps): JSX.Element {
  const { state, texts, actions } = props;
  if (!state) return <div class="verdict" role="status"><p class="quiet">{texts.t('panel.loading')}</p></div>;
  const { assessment } = state;
  if (assessment.ok) {
    return (
      <div class="verdict">
        <div role="status"><Known found={assessment.value} props={props} /></div>
        <TimeLeft deadline={assessment.value.deadline} texts={texts} />
      </div>
    );
  }
  const { problem } = assessment;
  const name = problemName(problem);
  const isNew = name === 'not-found';
  return (
    <div class="verdict" role="status">
      <div class="line unknown">
        <Shape level="unknown" size={18} />
        <strong>{texts.t('level.unknown.name')}</strong>
      </div>
      {!state.away && <p class={isNew || name === 'unpaired' ? 'quiet' : 'trouble'}>{isNew ? texts.t('panel.not_yet_known') : problemText(problem, texts)}</p>}
      {['unpaired', 'unauthorized'].includes(name) && (
        <button type="button" class="button" onClick={actions.options}>{texts.t('panel.pair')}</button>
      )}
    </div>
  );
}
