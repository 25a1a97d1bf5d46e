/** What was seen in one comparison, what limits the photo, and which photo would tell more. */
import type { JSX } from 'preact';
import type { Comparison } from '@/domain/answers';
import { SAID_BY, type View } from '@/ui/panel/showing';
import type { Texts } from '@/ui/texts';

interface OfComparison {
  readonly comparison: Comparison | undefined;
}

const MOST = 4;
/** The photo itself, not what it shows: said beside it. */
const OF_THE_PHOTO = /^candidate_/;

const said = (reasons: Comparison['reasons'], isWanted: (code: string) => boolean): string[] =>
  (reasons ?? []).flatMap(({ code, text }) => (text && isWanted(code) ? [text] : []));

export function PhotoLimits({ comparison }: OfComparison): JSX.Element | null {
  const limits = said(comparison?.reasons, (code) => OF_THE_PHOTO.test(code));
  return limits.length ? <ul class="limits" data-limits>{limits.map((text) => <li key={text}>{text}</li>)}</ul> : null;
}

export function Observed({ comparison, view }: OfComparison & { readonly view: View }): JSX.Element | null {
  const seen = said(comparison?.reasons, (code) => !OF_THE_PHOTO.test(code) && SAID_BY[view]?.test(code) !== true).slice(0, MOST);
  return seen.length ? <ul class="observed">{seen.map((text) => <li key={text}>{text}</li>)}</ul> : null;
}

export function TakeNext({ comparison, texts }: OfComparison & { readonly texts: Texts }): JSX.Element | null {
  const asked = [...new Set((comparison?.guidance ?? []).flatMap(({ text }) => (text ? [text] : [])))].slice(0, MOST);
  if (!asked.length) return null;
  const [only] = asked;
  if (asked.length === 1) return <p class="ask">{texts.t('panel.take_next', { what: only ?? '' })}</p>;
  return (
    <div class="ask">
      {texts.t('panel.take_one')}
      <ul class="observed">{asked.map((text) => <li key={text}>{text}</li>)}</ul>
    </div>
  );
}
