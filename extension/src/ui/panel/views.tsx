/** What a comparison found, shown on the photos: matched points, one over the other, differences, codes read. */
import type { JSX } from 'preact';
import { type Problem, problemName } from '@/lib/result';
import type { Comparison } from '@/domain/answers';
import type { FigureOf } from '@/domain/messages';
import { BoxedPair } from '@/ui/panel/boxed-pair';
import { markRows, photoOfMarks } from '@/ui/panel/mark-rows';
import type { PanelActions } from '@/ui/panel/model';
import { isPassing, usePicture } from '@/ui/panel/picture';
import { SAID_BY, type View, type Zoomed } from '@/ui/panel/showing';
import { Swipe } from '@/ui/panel/swipe';
import { problemText } from '@/ui/problem-text';
import type { Texts } from '@/ui/texts';

export interface ViewsProps {
  readonly view: Exclude<View, 'pair'>;
  readonly comparison: Comparison & { readonly id: string };
  readonly reference: string | undefined;
  readonly sides: { readonly reference: string; readonly candidate: string };
  readonly actions: PanelActions;
  readonly texts: Texts;
  readonly zoom: (zoomed: Zoomed) => void;
}

function whyNone(problem: Problem | null, missing: string, texts: Texts): string {
  if (problem && problemName(problem) === 'not-aligned') return problemText(problem, texts);
  return problem && isPassing(problem.status) ? texts.t('panel.picture_missing') : missing;
}

/** A picture the server drew of both photos, or why there is none. */
function Figure({ kind, caption, missing, props }: { kind?: FigureOf['kind']; caption: string; missing: string; props: ViewsProps }): JSX.Element {
  const { texts, actions, comparison, zoom } = props;
  const { t } = texts;
  const figure = kind && { kind };
  const { address, problem } = usePicture(actions, { of: 'figure', id: comparison.id, size: 0, figure });
  if (address === null) return <p class="ask">{whyNone(problem, missing, texts)}</p>;
  if (address === undefined) return <div class="empty waiting" aria-busy="true">{t('panel.picture_loading')}</div>;
  const enlarge = (): void => zoom({ of: 'figure', id: comparison.id, alt: caption, figure });
  return (
    <figure>
      <button type="button" class="bare" tabIndex={-1} aria-hidden="true" onClick={enlarge}><img src={address} alt="" draggable={false} /></button>
      <figcaption>{caption}</figcaption>
      <button type="button" class="button" data-see="figure" onClick={enlarge}>{t('views.see_figure_large')}</button>
    </figure>
  );
}

const saidOf = ({ comparison, view }: ViewsProps): string[] => (comparison.reasons ?? []).flatMap(({ code, text }) => (SAID_BY[view]?.test(code) && text ? [text] : []));

function Enlarge({ kind, caption, props }: { kind: FigureOf['kind']; caption: string; props: ViewsProps }): JSX.Element {
  const { texts, comparison, zoom } = props;
  return <button type="button" class="button" data-see={`figure-${kind}`} onClick={() => zoom({ of: 'figure', id: comparison.id, alt: caption, figure: { kind } })}>{texts.t('views.see_figure')}</button>;
}

function Differences(props: ViewsProps): JSX.Element {
  const { comparison, sides, texts } = props;
  const { t } = texts;
  const caption = t('views.difference_caption', sides);
  const found = comparison.differences;
  if (!found) return <Figure kind="difference" caption={caption} missing={t('views.no_difference')} props={props} />;
  const boxes = found.changes.map(({ reference, candidate }, at) => ({ label: String(at + 1), reference, candidate }));
  const said = saidOf(props);
  return (
    <div data-differences={boxes.length}>
      {said.length ? said.map((text) => <p key={text} class="found-said">{text}</p>) : <p class="quiet">{t(found.doubtful ? 'views.differences_doubtful' : 'views.differences_little')}</p>}
      <BoxedPair {...props} reference={found.reference} boxes={boxes} />
      <p class="quiet">{t('views.differences_compared', { percent: Math.round(found.compared * 100) })}</p>
      <Enlarge kind="difference" caption={caption} props={props} />
    </div>
  );
}

function FoundMarks(props: ViewsProps): JSX.Element {
  const { comparison, sides, texts } = props;
  const { t } = texts;
  const reference = photoOfMarks(comparison) ?? props.reference;
  const rows = markRows(comparison, reference);
  const boxes = rows.map((row, at) => ({ ...row, label: String(at + 1) }));
  return (
    <div data-marks={rows.length}>
      {saidOf(props).map((text) => <p key={text} class="found-said">{text}</p>)}
      <BoxedPair {...props} reference={reference} boxes={boxes} />
      <ol class="found-list">
        {boxes.map(({ label, nature, text, where }) => (
          <li key={label} data-mark={nature} data-where={where}>
            <b aria-hidden="true">{label}</b>
            <span>{t(`views.mark_${nature}`)} <code>{text}</code></span>
            <span class="quiet">{t(`views.mark_in_${where}`, sides)}</span>
          </li>
        ))}
      </ol>
      <Enlarge kind="marks" caption={t('views.marks_caption', sides)} props={props} />
    </div>
  );
}

export function Views(props: ViewsProps): JSX.Element {
  const { view, comparison, reference, sides, texts, actions } = props;
  const { t } = texts;
  if (view === 'marks') return <FoundMarks {...props} />;
  if (view === 'difference') return <Differences {...props} />;
  if (view === 'figure' || !reference) return <Figure caption={t('views.figure_caption', sides)} missing={t('views.no_figure')} props={props} />;
  return <Swipe comparison={comparison.id} reference={reference} candidate={comparison.candidate} sides={sides} actions={actions} texts={texts} />;
}
