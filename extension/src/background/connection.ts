/** The paired shops and the seller's preferences. Tokens stay in here. */
import * as v from 'valibot';
import type { Caller } from '@/lib/api-client';
import { local, pageLanguage } from '@/lib/browser';
import { type LoudLevel, loudLevels } from '@/domain/panel-state';
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

const KEY = 'connections';
const CURRENT = 'current-shop';
const LANGUAGE = 'language';
export type Language = 'zh-CN' | 'en';

/** Receipts of one server say nothing about another's. */
export const keyOf = ({ server, shop }: Pick<Connection, 'server' | 'shop'>): string => `${server} ${shop}`;

/** Every paired shop, in the order of pairing; what does not parse is no pairing. */
export async function connections(): Promise<Connection[]> {
  const found = await setting(KEY);
  return (Array.isArray(found) ? found : []).flatMap((each) => {
    const parsed = v.safeParse(stored, each);
    return parsed.success ? [parsed.output] : [];
  });
}

export async function connectionOf(key: string): Promise<Connection | null> {
  return (await connections()).find((each) => keyOf(each) === key) ?? null;
}

/** The shop our own pages show: the one chosen last, else the first. Never for what a page asks: see shops.ts. */
export async function currentShop(): Promise<Connection | null> {
  const paired = await connections();
  const chosen = await setting(CURRENT);
  return paired.find((each) => keyOf(each) === chosen) ?? paired[0] ?? null;
}

// Open pages watch this key; it says that something changed, never what.
const CHANGED = 'connection-changed';
export const tellChanged = (): Promise<void> => local.set(CHANGED, Date.now());

export async function chooseShop(key: string): Promise<void> {
  if (!(await connectionOf(key))) return;
  await setSetting(CURRENT, key);
  await tellChanged();
}

/** A pairing with the same shop takes the place of the one before. */
export async function remember(value: Connection): Promise<void> {
  const others = (await connections()).filter((each) => keyOf(each) !== keyOf(value));
  await setSetting(KEY, [...others, value]);
  await chooseShop(keyOf(value));
}

export async function drop(key: string): Promise<void> {
  await setSetting(KEY, (await connections()).filter((each) => keyOf(each) !== key));
  await tellChanged();
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

const LOUD = 'loud-from';

/** From which level badges speak up; what is thought of a case does not change by it. */
export async function loudFrom(): Promise<LoudLevel> {
  const chosen = await local.get(LOUD);
  return loudLevels.find((level) => level === chosen) ?? 'none';
}

export async function chooseLoud(from: LoudLevel): Promise<void> {
  await local.set(LOUD, from);
  await tellChanged();
}

export const callerFor = async ({ server, token }: Connection): Promise<Caller> => ({ server, token, language: await language() });

/** A failure that passes by itself: what was to be sent waits for it to be over. */
export const isPassing = ({ status }: Problem): boolean =>
  status === 0 || status === 401 || status === 408 || status === 425 || status === 426 || status === 429 || status >= 500;
