/** What a comparison found, shown on the photos: matched points, one over the other, differences, codes read. */
import type { JSX } from 'preact';
import { type Problem, problemName } from '@/lib/result';
import type { Comparison } from '@/domain/answers';
import type { FigureOf } from '@/domain/messages';
import { BoxedPair } from '@/ui/panel/boxed-pair';
import { markRows, photoOfMarks } from '@/ui/panel/mark-rows';
import type { PanelActions } from '@/ui/panel/model';
import { Picture } from '@/ui/panel/picture';
import type { View, Zoomed } from '@/ui/panel/showing';
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

/** A picture the server drew of both photos, and why there is none. */
function Figure({ kind, caption, missing, props }: { kind?: FigureOf['kind']; caption: string; missing: string; props: ViewsProps }): JSX.Element {
  const { texts, actions, comparison, zoom } = props;
  const figure = kind && { kind };
  const why = (problem: Problem | null): string => (problem && problemName(problem) === 'not-aligned' ? problemText(problem, texts) : missing);
  return (
    <figure>
      <button type="button" class="bare" aria-label={`${texts.t('panel.zoom')}: ${caption}`} onClick={() => zoom({ of: 'figure', id: comparison.id, alt: caption, figure })}>
        <Picture actions={actions} of="figure" id={comparison.id} size={0} figure={figure} alt={caption} texts={texts} missing={why} />
      </button>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

const saidOf = ({ reasons }: Comparison, codes: RegExp): string[] => (reasons ?? []).flatMap(({ code, text }) => (codes.test(code) && text ? [text] : []));

function Enlarge({ kind, caption, props }: { kind: FigureOf['kind']; caption: string; props: ViewsProps }): JSX.Element {
  const { texts, comparison, zoom } = props;
  return <button type="button" class="button" data-see={`figure-${kind}`} onClick={() => zoom({ of: 'figure', id: comparison.id, alt: caption, figure: { kind } })}>{texts.t('panel.see_figure')}</button>;
}

function Differences(props: ViewsProps): JSX.Element {
  const { comparison, sides, texts } = props;
  const { t } = texts;
  const caption = t('panel.difference_caption', sides);
  const found = comparison.differences;
  if (!found) return <Figure kind="difference" caption={caption} missing={t('panel.no_difference')} props={props} />;
  const boxes = found.changes.map(({ reference, candidate }, at) => ({ label: String(at + 1), reference, candidate }));
  const said = saidOf(comparison, /^places_/);
  return (
    <div data-differences={boxes.length}>
      {said.length ? said.map((text) => <p key={text} class="found-said">{text}</p>) : <p class="quiet">{t(found.doubtful ? 'panel.differences_doubtful' : 'panel.differences_little')}</p>}
      <BoxedPair {...props} reference={found.reference} boxes={boxes} />
      <p class="quiet">{t('panel.differences_compared', { percent: Math.round(found.compared * 100) })}</p>
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
      {saidOf(comparison, /^(?:serial|product|code)_|^registered_mark/).map((text) => <p key={text} class="found-said">{text}</p>)}
      <BoxedPair {...props} reference={reference} boxes={boxes} />
      <ol class="found-list">
        {boxes.map(({ label, nature, text, where }) => (
          <li key={label} data-mark={nature} data-where={where}>
            <b aria-hidden="true">{label}</b>
            <span>{t(`panel.mark_${nature}`)} <code>{text}</code></span>
            <span class="quiet">{t(`panel.mark_in_${where}`, sides)}</span>
          </li>
        ))}
      </ol>
      <Enlarge kind="marks" caption={t('panel.marks_caption', sides)} props={props} />
    </div>
  );
}

export function Views(props: ViewsProps): JSX.Element {
  const { view, comparison, reference, sides, texts, actions } = props;
  const { t } = texts;
  if (view === 'marks') return <FoundMarks {...props} />;
  if (view === 'difference') return <Differences {...props} />;
  if (view === 'figure' || !reference) return <Figure caption={t('panel.figure_caption', sides)} missing={t('panel.no_figure')} props={props} />;
  return <Swipe comparison={comparison.id} reference={reference} candidate={comparison.candidate} sides={sides} actions={actions} texts={texts} />;
}
