/** Which account of a platform belongs to which paired shop, and which of them the seller is still asked about. */
import * as v from 'valibot';
import { type Binding, binding, heldKey, type Origin, withBinding } from '@/domain/ownership';
import { tellChanged } from '@/background/connection';
import { heldItems, setSetting, setting } from '@/background/store';

const BINDINGS = 'bindings';
const ASKING = 'asking';

const asked = v.object({ platform: v.string(), account: v.nullable(v.string()), name: v.string(), visit: v.string(), since: v.string() });
export type Asked = v.InferOutput<typeof asked>;
export interface Question extends Asked {
  /** Under this key things wait until it is answered. */
  readonly key: string;
  readonly waiting: number;
}

export async function bindings(): Promise<Binding[]> {
  return v.parse(v.fallback(v.array(binding), []), (await setting(BINDINGS)) ?? []);
}

export async function bind(added: Binding): Promise<void> {
  await setSetting(BINDINGS, withBinding(await bindings(), added));
  await tellChanged();
}

export async function unbind(platform: string, account: string): Promise<void> {
  await setSetting(BINDINGS, (await bindings()).filter((each) => each.platform !== platform || each.account !== account));
  await tellChanged();
}

const asking = async (): Promise<Asked[]> => v.parse(v.fallback(v.array(asked), []), (await setting(ASKING)) ?? []);

/** Puts a question on the options page; the same one is asked once. */
export async function askFor({ platform, account, name, visit }: Origin): Promise<void> {
  const before = await asking();
  const key = heldKey({ platform, account, name, visit });
  if (before.some((each) => heldKey(each) === key)) return;
  await setSetting(ASKING, [...before, { platform, account, name, visit, since: new Date().toISOString() }].slice(-50));
}

export async function dropQuestion(key: string): Promise<void> {
  await setSetting(ASKING, (await asking()).filter((each) => heldKey(each) !== key));
}

/** What waits without a question is a question too: nothing may wait unseen. */
function orphan(key: string): Asked | null {
  const [, platform = '', account = ''] = /^\? (\S+) (.+)$/.exec(key) ?? [];
  if (!platform) return null;
  const visit = account.startsWith('@') ? account.slice(1) : '';
  return { platform, account: visit ? null : account, name: '', visit, since: '' };
}

/** What the seller should answer, oldest first, with how much waits for it. */
export async function questions(): Promise<Question[]> {
  const waiting = new Map<string, number>();
  for (const { to } of await heldItems()) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  const known = await asking();
  const keys = new Set(known.map(heldKey));
  const orphans = [...waiting.keys()].flatMap((key) => (keys.has(key) ? [] : (orphan(key) ?? [])));
  return [...known, ...orphans].map((each) => ({ ...each, key: heldKey(each), waiting: waiting.get(heldKey(each)) ?? 0 }));
}
