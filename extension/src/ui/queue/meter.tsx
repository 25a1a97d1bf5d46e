/** How much of the evidence is there, in segments and in figures. */
import type { JSX } from 'preact';
import type { Texts } from '@/ui/texts';

const MOST_SEGMENTS = 8;

export function Meter({ evidence, texts }: { evidence: { readonly done: number; readonly total: number } | null; texts: Texts }): JSX.Element | null {
  if (!evidence) return null;
  const { done, total } = evidence;
  return (
    <span class="meter">
      {total <= MOST_SEGMENTS && (
        <span class="segments" aria-hidden="true">
          {Array.from({ length: total }, (_, at) => <i key={at} class={at < done ? 'done' : ''} />)}
        </span>
      )}
      {texts.t('badge.evidence_of', { done, total })}
    </span>
  );
}
