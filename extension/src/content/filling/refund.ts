/** Which refund a form is about: the one it names, else the one the page is about; never a guess. */
import type { PageView } from '@/content/features';
import { vocabularyOf } from '@/platforms/labels';
import { readLeaves } from '@/platforms/leaves';
import { idIn, type Reading, valueOf } from '@/platforms/values';

export function refundOf(scope: Element, { platform, reading }: Pick<PageView, 'platform' | 'reading'>): string | null {
  const now = reading();
  const named = idsIn(scope, platform);
  const [only] = named;
  if (named.size > 1) return null;
  const detail = now?.detail?.facts.refund_id ?? null;
  if (only !== undefined) return only;
  if (detail !== null) return detail;
  const within = (now?.records ?? []).filter(({ container, facts }) => container.contains(scope) || (scope.textContent).includes(facts.refund_id));
  const ids = new Set(within.map(({ facts }) => facts.refund_id));
  return ids.size === 1 ? ([...ids][0] ?? null) : null;
}

/** Ids that stand at a label of refund ids inside the form itself. */
function idsIn(scope: Element, platform: PageView['platform']): Set<string> {
  const words = vocabularyOf(platform);
  const { leaves } = readLeaves(scope, words.splits);
  const hits = words.find(leaves);
  const inside: Reading = { words, leaves, hits, hitAt: new Map(hits.map((hit) => [hit.from, hit])) };
  const ids = hits.filter(({ name }) => name === 'refund_id').map((hit) => {
    const value = valueOf(inside, hit);
    return value && idIn(value, words, 'refund_id', () => true);
  });
  return new Set(ids.flatMap((found) => (found ? [found.id] : [])));
}
