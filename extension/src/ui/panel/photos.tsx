/** Packing photos beside the judged, and the ways to compare them; arrows go through the judged. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Assessment, Comparison } from '@/domain/answers';
import { Drawn } from '@/ui/panel/drawn';
import type { PanelProps } from '@/ui/panel/model';
import { Observed, PhotoLimits, TakeNext } from '@/ui/panel/observed';
import { Picture } from '@/ui/panel/picture';
import { Section } from '@/ui/panel/section';
import { candidatesOf, firstOf, roleOf, type View, type Viewing, viewsOf } from '@/ui/panel/showing';
import { Tabs } from '@/ui/panel/tabs';
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
  readonly comparison: Comparison | undefined;
  readonly props: PhotosProps;
}

function SideBySide({ found, candidate, comparison, props }: PairProps): JSX.Element {
  const { texts, actions, viewing } = props;
  const { t } = texts;
  const reference = comparison?.best_reference ?? found.packing_photos[0];
  const role = roleOf(found, candidate, texts);
  const packing = t('panel.packing_photo');
  const enlarged = (id: string, alt: string): JSX.Element => (
    <button type="button" class="bare" aria-label={`${t('panel.zoom')}: ${alt}`} onClick={() => viewing.zoom({ of: 'photo', id, alt })}>
      <Picture actions={actions} of="photo" id={id} size={960} alt={alt} texts={texts} />
    </button>
  );
  return (
    <div class="two">
      <figure>
        {reference ? enlarged(reference, packing) : <div class="empty">{t('panel.no_packing_photo')}</div>}
        <figcaption>{packing}</figcaption>
      </figure>
      <figure>
        {enlarged(candidate, role)}
        <figcaption>{role}</figcaption>
        <PhotoLimits comparison={comparison} />
      </figure>
    </div>
  );
}

/** The part that shows what was found; side by side as long as it cannot be had. */
function Shown(pair: PairProps & { readonly view: View }): JSX.Element {
  const { found, candidate, comparison, props, view } = pair;
  const { texts, actions, viewing } = props;
  const [isGone, setGone] = useState(false);
  if (view === 'pair' || !comparison?.id || isGone) return <SideBySide {...pair} />;
  const sides = { reference: texts.t('panel.packing_photo'), candidate: roleOf(found, candidate, texts) };
  const reference = comparison.best_reference ?? found.packing_photos[0];
  const given = { view, comparison: { ...comparison, id: comparison.id }, reference, sides, actions, texts, zoom: viewing.zoom };
  return <Drawn load={actions.views} given={given} waiting={texts.t('panel.picture_loading')} failed={() => setGone(true)} />;
}

function Pair({ found, candidate, props }: Omit<PairProps, 'comparison'>): JSX.Element {
  const { texts, actions, viewing } = props;
  const { t } = texts;
  const comparison = found.comparisons.find((each) => each.candidate === candidate);
  const views = viewsOf(comparison);
  const view = views.includes(viewing.look.view) ? viewing.look.view : 'pair';
  return (
    <div class="pair">
      <Tabs names={views} chosen={view} label={(name) => t(`panel.view_${name}`)} title={t('panel.photos')} choose={(name) => viewing.show(candidate, name)}>
        <Shown found={found} candidate={candidate} props={props} comparison={comparison} view={view} />
      </Tabs>
      <p class="saying">{saying(comparison, texts)}</p>
      <Observed comparison={comparison} view={view} />
      <TakeNext comparison={comparison} texts={texts} />
      {comparison?.state === 'failed' && comparison.id && (
        <button type="button" class="button" onClick={() => actions.compareAgain(comparison.id ?? '')}>{t('panel.compare_again')}</button>
      )}
    </div>
  );
}

/** What stands in place of a pair: nothing there yet, or on its way. */
function nonePresent({ state, texts }: PhotosProps, found: Assessment): string {
  const isComing = state?.items.some(({ kind, state: at }) => kind === 'buyer_claim' && (at === 'waiting' || at === 'sending' || at === 'collecting'));
  if (isComing) return texts.t('panel.buyer_photo_coming');
  return texts.t(found.packing_photos.length ? 'panel.no_buyer_photo' : 'panel.no_photos');
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
        {candidate === undefined ? <p class="quiet">{nonePresent(props, found)}</p> : <Pair key={candidate} found={found} candidate={candidate} props={props} />}
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
