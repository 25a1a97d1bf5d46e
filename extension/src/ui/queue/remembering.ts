/** What of the queue's choices outlives its page: the order and what is shown, never what was searched. */
import * as v from 'valibot';
import { local } from '@/lib/browser';
import { levels } from '@/domain/answers';
import { type Choice, sorts } from '@/ui/queue/ordering';

const KEY = 'queue-choice';
/** A case another of our pages wants shown. */
export const WANTED_CASE = 'queue-wanted';

const stored = v.object({
  sort: v.picklist(sorts),
  levels: v.array(v.picklist(levels)),
  scenario: v.nullable(v.string()),
  onlyMissing: v.boolean(),
});

export async function readChoice(): Promise<Partial<Choice>> {
  const parsed = v.safeParse(stored, await local.get(KEY));
  return parsed.success ? parsed.output : {};
}

export const storedChoice = ({ search: _, ...kept }: Choice): Promise<void> => local.set(KEY, kept);
