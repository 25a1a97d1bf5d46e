/** Packing photos beside the judged: side by side, matched points, swipe; arrows go through the judged. */
import type { JSX } from 'preact';
import { type Problem, problemName } from '@/lib/result';
import type { Assessment, Comparison } from '@/domain/answers';
import type { PanelProps } from '@/ui/panel/model';
import { Picture } from '@/ui/panel/picture';
import { Section } from '@/ui/panel/section';
import { candidatesOf, firstOf, roleOf, type View, type Viewing } from '@/ui/panel/showing';
import { Swipe } from '@/ui/panel/swipe';
import { Tabs } from '@/ui/panel/tabs';
import { problemText } from '@/ui/problem-text';
import type { Texts } from '@/ui/texts';

function saying(comparison: Comparison | undefined, texts: Texts): string {
  if (!comparison) return texts.t('panel.not_compared');
  if (comparison.state !== 'done' || !comparison.outcome) return texts.t(`panel.compare_${comparison.state === 'failed' ? 'failed' : 'pending'}`);
  const { outcome } = comparison;
  const name = texts.t(`outcome.${outcome}`);
  const value = outcome === 'same_picture' ? comparison.same_picture_probability : comparison.same_item_probability;
  if (typeof value !== 'number' || outcome === 'inconclusive') return name;
  const right = outcome === 'different_item' ? 1 - value : value;
  return texts.t(right > 0.99 ? 'panel.very_likely' : 'panel.likely', { name, value: Math.min(right, 0.99).toFixed(2), wrong: Math.round((1 - right) * 100) });
}

interface PhotosProps extends PanelProps {
  readonly viewing: Viewing;
}
interface PairProps {
  readonly found: Assessment;
  readonly candidate: string;
  readonly props: PhotosProps;
}

/** A picture the server drew of both photos, and why there is none. */
function Figure({ id, view, sides, props }: { id: string; view: 'figure' | 'difference'; sides: { reference: string; candidate: string }; props: PhotosProps }): JSX.Element {
  const { texts, actions, viewing } = props;
  const { t } = texts;
  const caption = t(view === 'figure' ? 'panel.figure_caption' : 'panel.difference_caption', sides);
  const figure = view === 'difference' ? ({ kind: 'difference' } as const) : undefined;
  const missing = (problem: Problem | null): string =>
    problem && problemName(problem) === 'not-aligned' ? problemText(problem, texts) : t(view === 'figure' ? 'panel.no_figure' : 'panel.no_difference');
  return (
    <figure>
      <button type="button" class="bare" aria-label={`${t('panel.zoom')}: ${caption}`} onClick={() => viewing.zoom({ of: 'figure', id, alt: caption, figure })}>
        <Picture actions={actions} of="figure" id={id} size={0} figure={figure} alt={caption} texts={texts} missing={missing} />
      </button>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

function Shown({ found, candidate, comparison, view, props }: PairProps & { comparison: Comparison | undefined; view: View }): JSX.Element {
  const { texts, actions, viewing } = props;
  const { t } = texts;
  const reference = comparison?.best_reference ?? found.packing_photos[0];
  const role = roleOf(found, candidate, texts);
  const packing = t('panel.packing_photo');
  const sides = { reference: packing, candidate: role };
  const photo = (id: string, alt: string): JSX.Element => <Picture actions={actions} of="photo" id={id} size={960} alt={alt} texts={texts} />;
  const enlarged = (id: string, alt: string): JSX.Element => (
    <button type="button" class="bare" aria-label={`${t('panel.zoom')}: ${alt}`} onClick={() => viewing.zoom({ of: 'photo', id, alt })}>{photo(id, alt)}</button>
  );
  if ((view === 'figure' || view === 'difference') && comparison?.id) return <Figure id={comparison.id} view={view} sides={sides} props={props} />;
  if (view === 'swipe' && reference && comparison?.id) {
    return <Swipe comparison={comparison.id} reference={reference} candidate={candidate} sides={sides} actions={actions} texts={texts} />;
  }
  return (
    <div class="two">
      <figure>
        {reference ? enlarged(reference, packing) : <div class="empty">{t('panel.no_packing_photo')}</div>}
        <figcaption>{packing}</figcaption>
      </figure>
      <figure>
        {enlarged(candidate, role)}
        <figcaption>{role}</figcaption>
      </figure>
    </div>
  );
}

function Pair({ found, candidate, props }: PairProps): JSX.Element {
  const { texts, actions, viewing } = props;
  const { t } = texts;
  const comparison = found.comparisons.find((each) => each.candidate === candidate);
  const views: View[] = comparison?.outcome && comparison.id ? ['pair', 'figure', 'swipe', 'difference'] : ['pair'];
  const view = views.includes(viewing.look.view) ? viewing.look.view : 'pair';
  return (
    <div class="pair">
      <Tabs names={views} chosen={view} label={(name) => t(`panel.view_${name}`)} title={t('panel.photos')} choose={(name) => viewing.show(candidate, name)}>
        <Shown found={found} candidate={candidate} props={props} comparison={comparison} view={view} />
      </Tabs>
      <p class="saying">{saying(comparison, texts)}</p>
      {comparison?.guidance?.map(({ code, text }) => text && <p key={code} class="ask">{t('panel.take_next', { what: text })}</p>)}
      {comparison?.state === 'failed' && comparison.id && (
        <button type="button" class="button" onClick={() => actions.compareAgain(comparison.id ?? '')}>{t('panel.compare_again')}</button>
      )}
    </div>
  );
}

export function Photos(props: PhotosProps): JSX.Element | null {
  const { state, texts, viewing } = props;
  if (!state?.assessment.ok) return null;
  const found = state.assessment.value;
  const candidates = candidatesOf(found);
  const { look } = viewing;
  const candidate = look.candidate !== null && candidates.includes(look.candidate) ? look.candidate : firstOf(found);
  const place = candidate === undefined ? 0 : candidates.indexOf(candidate);
  const go = (step: number): void => viewing.show(candidates[(place + step + candidates.length) % candidates.length] ?? null, look.view);
  return (
    <Section id="photos" title={texts.t('panel.photos')} extra={candidates.length > 1 && <span class="count">{place + 1}/{candidates.length}</span>}>
      <div
        class="photos-keys"
        onKeyDown={(event) => {
          if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
          if (event.target instanceof HTMLInputElement || !candidates.length) return;
          event.preventDefault();
          go(event.key === 'ArrowLeft' ? -1 : 1);
        }}
      >
        {candidate === undefined ? <p class="quiet">{texts.t(found.packing_photos.length ? 'panel.no_buyer_photo' : 'panel.no_photos')}</p> : <Pair key={candidate} found={found} candidate={candidate} props={props} />}
        {candidates.length > 1 && (
          <div class="turn">
            <button type="button" class="button" onClick={() => go(-1)}>{texts.t('panel.previous')}</button>
            <button type="button" class="button" onClick={() => go(1)}>{texts.t('panel.next')}</button>
          </div>
        )}
      </div>
    </Section>
  );
}
