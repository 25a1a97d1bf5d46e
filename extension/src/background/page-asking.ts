/** Asks an open page, by a script put in for it, what it shows beyond its record. */
import * as v from 'valibot';
import { askScript, type Sender } from '@/lib/browser';
import { type Question, READER, reading, type Reading } from '@/domain/page-reading';
import type { Description } from '@/platforms/description';

export type Where = Pick<Sender, 'documentId'> & { readonly tabId: number };

/** Null when the page is gone, or this browser lets us put nothing in it. */
export async function readPage(where: Where, platform: Description | null, pictures: readonly string[]): Promise<Reading | null> {
  const { negotiation, logistics_trace, videos } = platform?.keep ?? { negotiation: [], logistics_trace: [], videos: [] };
  const others = platform?.labels.pictures ?? [];
  const question: Question = { words: { negotiation, logistics_trace, videos: [...videos, ...others] }, others: [], pictures };
  const answer = await askScript(where, '/reader.js', READER, question).catch(() => null);
  const parsed = v.safeParse(reading, answer);
  return parsed.success ? parsed.output : null;
}
