/** The paired server and the seller's preferences. Tokens stay in here. */
import * as v from 'valibot';
import type { Caller } from '@/lib/api-client';
import { local, pageLanguage } from '@/lib/browser';
import { setSetting, setting } from '@/background/store';
import type { Problem } from '@/lib/result';

const stored = v.object({
  server: v.string(),
  token: v.string(),
  shop: v.string(),
  role: v.string(),
  sample: v.boolean(),
  version: v.string(),
});
export type Connection = v.InferOutput<typeof stored>;

const KEY = 'connection';
const LANGUAGE = 'language';
export type Language = 'zh-CN' | 'en';

export async function connection(): Promise<Connection | null> {
  const parsed = v.safeParse(stored, await setting(KEY));
  return parsed.success ? parsed.output : null;
}

// Open pages watch this key; it says that something changed, never what.
const CHANGED = 'connection-changed';

export async function remember(value: Connection | null): Promise<void> {
  await setSetting(KEY, value);
  await local.set(CHANGED, Date.now());
}

/** Chinese first: another language only where the seller chose it, or chose to follow the browser. */
export async function language(): Promise<Language> {
  const chosen = await local.get(LANGUAGE);
  if (chosen === 'auto') return pageLanguage().startsWith('zh') ? 'zh-CN' : 'en';
  return chosen === 'en' ? 'en' : 'zh-CN';
}

export async function chosenLanguage(): Promise<Language | 'auto'> {
  const chosen = await local.get(LANGUAGE);
  return chosen === 'en' || chosen === 'auto' ? chosen : 'zh-CN';
}

export const chooseLanguage = (value: string): Promise<void> => local.set(LANGUAGE, value);

export async function caller(): Promise<Caller | null> {
  const paired = await connection();
  return paired && { server: paired.server, token: paired.token, language: await language() };
}

/** Receipts of one server say nothing about another's. */
export const keyOf = (value: Connection): string => `${value.server} ${value.shop}`;

export type Reach = 'ready' | 'offline' | 'unpaired';

/** What a problem means for everything that waits: is the server away, or are we not let in? */
export function reachOf(problem: Problem): Reach {
  if (problem.status === 401 || problem.type === 'unpaired') return 'unpaired';
  return 'offline';
}

/** A failure that passes by itself: what was to be sent waits for it to be over. */
export const isPassing = ({ status }: Problem): boolean =>
  status === 0 || status === 401 || status === 408 || status === 425 || status === 426 || status === 429 || status >= 500;
