/** Which photo stands for what, which is shown first, and where a reason can be seen. */
import type { Assessment, Comparison, Signal } from '@/domain/answers';
import { strongest } from '@/domain/strongest';
import type { FigureOf } from '@/domain/messages';
import type { Texts, Values } from '@/ui/texts';

export type View = 'pair' | 'figure' | 'swipe' | 'difference' | 'marks';
export interface Look {
  readonly candidate: string | null;
  readonly view: View;
}
export interface Zoomed {
  readonly of: 'photo' | 'figure';
  readonly id: string;
  readonly alt: string;
  readonly figure?: FigureOf | undefined;
  /** The note whose region is pointed at. */
  readonly note?: string | undefined;
}
/** What the sections share: the photo in view, the picture enlarged, and how either is changed. */
export interface Viewing {
  readonly look: Look;
  readonly show: (candidate: string | null, view: View) => void;
  readonly zoom: (zoomed: Zoomed) => void;
}

export const candidatesOf = (found: Assessment): string[] => [...found.return_photos, ...found.buyer_photos];

/** The judged photo that the verdict rests on; without one, the first that was compared. */
export function firstOf(found: Assessment): string | undefined {
  const candidates = candidatesOf(found);
  for (const { evidence } of strongest(found)) {
    for (const { type, id } of evidence) {
      const photo = type === 'comparison' ? found.comparisons.find((each) => each.id === id)?.candidate : type === 'photo' ? id : undefined;
      if (photo !== undefined && candidates.includes(photo)) return photo;
    }
  }
  const compared = found.comparisons.find(({ candidate, state }) => state === 'done' && candidates.includes(candidate));
  return compared?.candidate ?? candidates[0];
}

/** What a view says itself, so that it is not said again below. */
export const SAID_BY: Readonly<Partial<Record<View, RegExp>>> = { marks: /^(?:serial|product|code)_|^registered_mark/, difference: /^places_/ };

/** The ways to look at a comparison; codes only where some were read. */
export function viewsOf(comparison: Comparison | undefined): View[] {
  if (!comparison?.outcome || !comparison.id) return ['pair'];
  return ['pair', 'figure', 'swipe', 'difference', ...(comparison.marks.length ? (['marks'] as const) : [])];
}

/** Where a comparison is best seen: by what it rests on. */
export function bestView({ reasons, differences }: Comparison): View {
  if (reasons?.some(({ code }) => SAID_BY.marks?.test(code))) return 'marks';
  return differences?.changes.length ? 'difference' : 'figure';
}

/** What a photo is: the seller's own inspection is never called the buyer's. */
export function roleOf(found: Assessment, photo: string, { t }: Texts): string {
  const role = found.return_photos.includes(photo)
    ? 'return_inspection'
    : found.packing_photos.includes(photo)
      ? 'packing'
      : found.buyer_photos.includes(photo)
        ? 'buyer_claim'
        : 'other';
  return t(`panel.kind_${role}`);
}

export interface Sight {
  readonly key: string;
  readonly label: string;
  readonly is: 'comparison' | 'photo' | 'case' | 'evidence';
  readonly id: string;
  /** Which photo of several it is of, from 1; the others stand as they came. */
  readonly place?: number;
}
const MOST = 4;
const LAST = 999;

/** Where a reason can be seen; a photo that its comparison already shows is not named twice. */
export function sightsOf(signal: Signal, found: Assessment, texts: Texts): Sight[] {
  const { t } = texts;
  const compared = new Set(
    signal.evidence.flatMap(({ type, id }) => {
      const comparison = type === 'comparison' ? found.comparisons.find((each) => each.id === id) : undefined;
      return comparison ? [comparison.candidate, comparison.best_reference ?? ''] : [];
    }),
  );
  // The photo's number is the one the pair is counted by.
  const candidates = candidatesOf(found);
  const placeOf = (photo: string | undefined): number => (candidates.length > 1 && photo !== undefined ? candidates.indexOf(photo) + 1 : 0);
  const named = (code: string, photo: string | undefined, values: Values = {}): { label: string; place: number } => {
    const place = placeOf(photo);
    return { label: place ? t(`${code}_nth`, { place }) : t(code, values), place };
  };
  const sights = signal.evidence.flatMap(({ type, id }): Sight[] => {
    const key = `${type} ${id}`;
    if (type === 'comparison') return found.comparisons.some((each) => each.id === id && each.state !== 'pending') ? [{ key, is: type, id, ...named('panel.see_comparison', found.comparisons.find((each) => each.id === id)?.candidate) }] : [];
    if (type === 'photo') return compared.has(id) ? [] : [{ key, is: type, id, ...named('panel.see_photo', id, { role: roleOf(found, id, texts) }) }];
    if (type === 'case') return id === found.refund_id ? [] : [{ key, is: type, id, label: t('panel.see_case', { id: id.slice(-6) }) }];
    return type === 'evidence' ? [{ key, is: type, id, label: t('panel.see_evidence') }] : [];
  });
  const isOnly = ({ label }: Sight): boolean => sights.filter((other) => other.label === label).length === 1;
  return sights
    .slice(0, MOST)
    .sort((one, other) => (one.place || LAST) - (other.place || LAST))
    .map((sight, at) => (isOnly(sight) ? sight : { ...sight, label: `${sight.label} ${at + 1}` }));
}
