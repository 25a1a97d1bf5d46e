/** Codes and lettering read in two photos, as rows to read: what both show first, then what one shows. */
import type { Box, Comparison, FoundMark } from '@/domain/answers';

export interface MarkRow {
  readonly nature: FoundMark['nature'];
  readonly text: string;
  readonly where: 'both' | 'reference' | 'candidate';
  /** Null where the photo shown of that side does not have it. */
  readonly reference: Box | null;
  readonly candidate: Box | null;
}

const MOST = 10;

/** Spaces, dashes and case do not tell two numbers apart. */
const folded = (text: string): string => text.replace(/[\s\p{P}]/gu, '').toUpperCase();

/** The packing photo to show: the best one if anything was read in it, else the first in which something was. */
export function photoOfMarks({ marks, candidate, best_reference: best }: Comparison): string | null {
  const photos = marks.map(({ photo }) => photo).filter((photo) => photo !== candidate);
  return photos.find((photo) => photo === best) ?? photos[0] ?? best ?? null;
}

export function markRows({ marks, candidate }: Comparison, reference: string | null | undefined): MarkRow[] {
  const rows = new Map<string, MarkRow>();
  for (const { photo, nature, text, box } of marks) {
    const key = folded(text);
    const side = photo === candidate ? 'candidate' : 'reference';
    const before = rows.get(key) ?? { nature, text, where: side, reference: null, candidate: null };
    const isShown = side === 'candidate' || photo === reference;
    rows.set(key, { ...before, where: before.where === side ? side : 'both', ...(isShown ? { [side]: box } : {}) });
  }
  return [...rows.values()].sort((one, other) => Number(other.where === 'both') - Number(one.where === 'both')).slice(0, MOST);
}
