/** Packing photos beside the buyer's: side by side, matched points, swipe; arrows go through the buyer's. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Assessment, Comparison } from '@/domain/answers';
import type { PanelProps } from '@/ui/panel/model';
import { Picture } from '@/ui/panel/picture';
import { Section } from '@/ui/panel/section';
import { Zoom } from '@/ui/panel/zoom';
import type { Texts } from '@/ui/texts';

type View = 'pair' | 'figure' | 'swipe';

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

function Swipe({ left, right, label }: { left: JSX.Element; right: JSX.Element; label: string }): JSX.Element {
  const [at, setAt] = useState(50);
  return (
    <div class="swipe" style={{ '--at': `${at}%` }}>
      <div class="under">{left}</div>
      <div class="over">{right}</div>
      <input type="range" min="0" max="100" value={at} aria-label={label} onInput={(event) => setAt(Number(event.currentTarget.value))} />
    </div>
  );
}

interface PairProps {
  readonly found: Assessment;
  readonly candidate: string;
  readonly props: PanelProps;
  readonly zoom: (of: 'photo' | 'figure', id: string) => void;
}

function Pair({ found, candidate, props, zoom }: PairProps): JSX.Element {
  const [view, setView] = useState<View>('pair');
  const { texts, actions } = props;
  const { t } = texts;
  const comparison = found.comparisons.find((each) => each.candidate === candidate);
  const reference = comparison?.best_reference ?? found.packing_photos[0];
  const views: View[] = comparison?.outcome && comparison.id ? ['pair', 'figure', 'swipe'] : ['pair'];
  const shown = views.includes(view) ? view : 'pair';
  const photo = (id: string, alt: string): JSX.Element => <Picture actions={actions} of="photo" id={id} size={960} alt={alt} missing={t('panel.picture_missing')} />;
  return (
    <div class="pair">
      {views.length > 1 && (
        <div class="tabs" role="tablist">
          {views.map((name) => (
            <button key={name} type="button" role="tab" aria-selected={shown === name} onClick={() => setView(name)}>{t(`panel.view_${name}`)}</button>
          ))}
        </div>
      )}
      {shown === 'pair' && (
        <div class="two">
          <figure>
            {reference ? <button type="button" class="bare" aria-label={t('panel.zoom')} onClick={() => zoom('photo', reference)}>{photo(reference, t('panel.packing_photo'))}</button> : <div class="empty">{t('panel.no_packing_photo')}</div>}
            <figcaption>{t('panel.packing_photo')}</figcaption>
          </figure>
          <figure>
            <button type="button" class="bare" aria-label={t('panel.zoom')} onClick={() => zoom('photo', candidate)}>{photo(candidate, t('panel.buyer_photo'))}</button>
            <figcaption>{t('panel.buyer_photo')}</figcaption>
          </figure>
        </div>
      )}
      {shown === 'figure' && comparison?.id && (
        <button type="button" class="bare" aria-label={t('panel.zoom')} onClick={() => zoom('figure', comparison.id ?? '')}>
          <Picture actions={actions} of="figure" id={comparison.id} size={0} alt={t('panel.view_figure')} missing={t('panel.no_figure')} />
        </button>
      )}
      {shown === 'swipe' && reference && <Swipe label={t('panel.view_swipe')} left={photo(reference, t('panel.packing_photo'))} right={photo(candidate, t('panel.buyer_photo'))} />}
      <p class="saying">{saying(comparison, texts)}</p>
      {comparison?.guidance?.map(({ code, text }) => text && <p key={code} class="ask">{t('panel.take_next', { what: text })}</p>)}
      {comparison?.state === 'failed' && comparison.id && (
        <button type="button" class="button" onClick={() => actions.compareAgain(comparison.id ?? '')}>{t('panel.compare_again')}</button>
      )}
    </div>
  );
}

export function Photos(props: PanelProps): JSX.Element | null {
  const { state, texts, actions } = props;
  const [at, setAt] = useState(0);
  const [zoomed, setZoomed] = useState<{ of: 'photo' | 'figure'; id: string } | null>(null);
  if (!state?.assessment.ok) return null;
  const found = state.assessment.value;
  const candidates = [...found.return_photos, ...found.buyer_photos];
  const place = Math.min(at, candidates.length - 1);
  const candidate = candidates[place];
  const go = (step: number): void => setAt((place + step + candidates.length) % candidates.length);
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
        {candidate === undefined ? <p class="quiet">{texts.t(found.packing_photos.length ? 'panel.no_buyer_photo' : 'panel.no_photos')}</p> : <Pair key={candidate} found={found} candidate={candidate} props={props} zoom={(of, id) => setZoomed({ of, id })} />}
        {candidates.length > 1 && (
          <div class="turn">
            <button type="button" class="button" onClick={() => go(-1)}>{texts.t('panel.previous')}</button>
            <button type="button" class="button" onClick={() => go(1)}>{texts.t('panel.next')}</button>
          </div>
        )}
      </div>
      {zoomed && <Zoom {...zoomed} actions={actions} texts={texts} close={() => setZoomed(null)} />}
    </Section>
  );
}
