/** Who is signed in on the pages that are open now, as far as each page said; forgotten with the browser's session. */
import * as v from 'valibot';
import { session } from '@/lib/browser';
import type { Origin } from '@/domain/ownership';

const VISITS = 'visits';
const MOST = 300;

const visit = v.object({
  visit: v.string(),
  platform: v.string(),
  account: v.nullable(v.string()),
  name: v.string(),
  /** The shop the seller named for this tab, where the page itself names none. */
  chosen: v.nullable(v.string()),
});
export type Visit = v.InferOutput<typeof visit>;
type Visits = Record<string, Visit>;

const read = async (): Promise<Visits> => v.parse(v.fallback(v.record(v.string(), visit), {}), (await session.get(VISITS)) ?? {});

// Messages of one page arrive at once: each change waits for the one before.
let changing: Promise<unknown> = Promise.resolve();

function change(tabId: number, changed: (before: Visit | null) => Visit | null): Promise<void> {
  const after = changing.then(async () => {
    const { [tabId]: before = null, ...others } = await read();
    const next = changed(before);
    if (next && next !== before) await session.set(VISITS, Object.fromEntries([...Object.entries(others).slice(-MOST), [tabId, next]]));
  });
  changing = after.catch(() => undefined);
  return after;
}

/** A page was loaded: who is signed in is not known yet. What the seller said of this tab stays. */
export function beginVisit(tabId: number, isFrame: boolean, platform: string, id: string): Promise<void> {
  return change(tabId, (before) => {
    const same = before?.platform === platform;
    if (before && same && (isFrame || before.visit === id)) return before;
    return { visit: id, platform, account: null, name: '', chosen: same ? before.chosen : null };
  });
}

/** What is known of a tab's sign-in on this platform. */
export async function originOf(tabId: number | null, platform: string): Promise<Origin & Pick<Visit, 'chosen'>> {
  await changing;
  const found = tabId === null ? null : (await read())[tabId];
  return found?.platform === platform ? found : { platform, account: null, name: '', visit: `tab-${tabId ?? 0}`, chosen: null };
}

export function nameAccount(tabId: number, origin: Origin, account: string, name: string): Promise<void> {
  return change(tabId, (before) => ({ ...origin, account, name, chosen: before?.chosen ?? null }));
}

/** The seller's word for every open tab that shows this visit. */
export async function chooseForVisit(id: string, key: string): Promise<void> {
  await changing;
  const tabs = Object.entries(await read()).flatMap(([tab, { visit: shown }]) => (shown === id ? [Number(tab)] : []));
  for (const tab of tabs) await change(tab, (before) => before && { ...before, chosen: key });
}
