/** The descriptions in force: built in, newer from a paired server, taught here; and the way back. */
import * as v from 'valibot';
import type { PlatformsState, PlatformSummary, SkippedDescription, VersionSummary } from '@/domain/platform-state';
import { type Description, readDescription } from '@/platforms/description';
import { joined } from '@/platforms/joined';
import { platforms as builtIn } from '@/platforms/known';
import { isModest } from '@/background/modest';
import { setSetting, setting } from '@/background/store';

const KEY = 'descriptions';
const MOST_FORMER = 3;
const MOST_TAUGHT = 30;

const documentsById = v.record(v.string(), v.unknown());
const skippedForm = v.object({ id: v.string(), version: v.nullable(v.number()), why: v.picklist(['shape', 'engine', 'size']) });
const held = v.object({
  /** What each server handed out at the last asking, by its address. */
  served: v.fallback(v.record(v.string(), documentsById), {}),
  former: v.fallback(v.record(v.string(), v.array(v.unknown())), {}),
  taught: v.fallback(documentsById, {}),
  chosen: v.fallback(v.record(v.string(), v.number()), {}),
  skipped: v.fallback(v.array(skippedForm), []),
  checked: v.fallback(v.nullable(v.string()), null),
});
export type HeldDescriptions = v.InferOutput<typeof held>;

interface Version extends VersionSummary {
  readonly description: Description;
  /** A server hands it out now, or it is built in; any other is only there to go back to. */
  readonly isOffered: boolean;
}

let known: Promise<HeldDescriptions> | null = null;

/** A stored value that does not parse is no reason to recognise nothing: the built-in ones remain. */
export function heldDescriptions(): Promise<HeldDescriptions> {
  known ??= setting(KEY).then((stored) => v.parse(v.fallback(held, { served: {}, former: {}, taught: {}, chosen: {}, skipped: [], checked: null }), stored));
  return known;
}

let changing: Promise<void> = Promise.resolve();

/** One after the other, so that none is lost. */
export function changeDescriptions(change: (before: HeldDescriptions) => HeldDescriptions): Promise<void> {
  const next = changing.then(async () => {
    const after = change(await heldDescriptions());
    await setSetting(KEY, after);
    known = Promise.resolve(after);
  });
  changing = next.catch(() => undefined);
  return next;
}

type Read = { ok: true; value: Description } | { ok: false; why: SkippedDescription['why'] };

/** `constructor` and the like would be found in every table by their name. */
const isName = (id: string): boolean => !(id in {});

/** A description as it comes from elsewhere. */
function taken(document: unknown): Read {
  if (!isModest(document)) return { ok: false, why: 'size' };
  const read = readDescription(document);
  return read.ok && !isName(read.value.id) ? { ok: false, why: 'shape' } : read;
}

const parsed = (document: unknown): Description[] => {
  const read = readDescription(document);
  return read.ok ? [read.value] : [];
};

function versionsOf(id: string, { served, former }: HeldDescriptions): Version[] {
  const own = builtIn.filter((each) => each.id === id).map((description): Version => ({ version: description.version, source: 'built_in', description, isOffered: true }));
  const from = (documents: readonly unknown[], isOffered: boolean): Version[] =>
    documents.flatMap(parsed).filter((each) => each.id === id).map((description) => ({ version: description.version, source: 'server', description, isOffered }));
  const all = [...own, ...from(Object.values(served).map((byId) => byId[id]), true), ...from(former[id] ?? [], false)].sort((one, other) => other.version - one.version);
  return all.filter(({ version }, at) => all.findIndex((each) => each.version === version) === at);
}

/** The newest that a server hands out now, or that is built in; one the seller went back to before it. */
function inForce(id: string, now: HeldDescriptions): Version | null {
  const versions = versionsOf(id, now);
  const chosen = versions.find(({ version }) => version === now.chosen[id]);
  const newest = versions.find(({ isOffered }) => isOffered);
  const taught = parsed(now.taught[id])[0];
  const base = chosen ?? newest;
  if (!taught) return base ?? null;
  return base ? { ...base, description: joined(base.description, taught) } : { version: taught.version, source: 'taught', description: taught, isOffered: true };
}

const idsOf = ({ served, taught }: HeldDescriptions): string[] => {
  const names = [...builtIn.map(({ id }) => id), ...Object.values(served).flatMap((byId) => Object.keys(byId)), ...Object.keys(taught)];
  return [...new Set(names)];
};

/** Every description in force; for a host that several name, what was taught here counts first. */
export async function currentPlatforms(): Promise<Description[]> {
  const now = await heldDescriptions();
  const found = idsOf(now).flatMap((id) => inForce(id, now)?.description ?? []);
  return found.sort((one, other) => Number(other.id in now.taught) - Number(one.id in now.taught));
}

export async function platformsState(enabled: readonly string[]): Promise<PlatformsState> {
  const now = await heldDescriptions();
  const platforms = idsOf(now).flatMap((id): PlatformSummary[] => {
    const current = inForce(id, now);
    if (!current) return [];
    const { name, hosts, state } = current.description;
    const versions = versionsOf(id, now).map(({ version, source }) => ({ version, source }));
    return [{
      id, name, hosts, state, versions,
      inForce: { version: current.version, source: current.source },
      chosen: now.chosen[id] ?? null, isTaught: id in now.taught, isEnabled: enabled.includes(id),
    }];
  });
  return { platforms, skipped: now.skipped, checked: now.checked };
}

export async function chooseVersion(id: string, version: number | null): Promise<void> {
  await changeDescriptions((before) => {
    const { [id]: _, ...others } = before.chosen;
    const exists = versionsOf(id, before).some((each) => each.version === version);
    return { ...before, chosen: version !== null && exists ? { ...others, [id]: version } : others };
  });
}

/** What a server hands out takes the place of what it handed out before; that stays to go back to. */
export function received(before: HeldDescriptions, server: string, documents: readonly unknown[], at: string): HeldDescriptions {
  const skipped: SkippedDescription[] = [];
  const byId: Record<string, unknown> = {};
  for (const document of documents.slice(0, 200)) {
    const read = taken(document);
    const named = v.safeParse(v.object({ id: v.string(), version: v.optional(v.number()) }), document);
    if (!read.ok) skipped.push({ id: named.success ? named.output.id.slice(0, 40) : '?', version: named.success ? (named.output.version ?? null) : null, why: read.why });
    else if (!builtIn.some(({ id, version }) => id === read.value.id && version >= read.value.version)) byId[read.value.id] = document;
  }
  // What we cannot read takes nothing away: the one before it stays in force.
  const earlier = before.served[server] ?? {};
  for (const { id } of skipped) if (Object.hasOwn(earlier, id) && !Object.hasOwn(byId, id)) byId[id] = earlier[id];
  const former = { ...before.former };
  for (const [id, document] of Object.entries(earlier)) {
    if (JSON.stringify(byId[id]) !== JSON.stringify(document)) former[id] = [document, ...(former[id] ?? [])].slice(0, MOST_FORMER);
  }
  const isAgain = (id: string, document: unknown): boolean => JSON.stringify(byId[id]) === JSON.stringify(document);
  for (const [id, list] of Object.entries(former)) former[id] = list.filter((document) => !isAgain(id, document));
  return { ...before, served: { ...before.served, [server]: byId }, former, skipped, checked: at };
}

export async function keepTaught(document: unknown): Promise<'kept' | SkippedDescription['why'] | 'full'> {
  const read = taken(document);
  if (!read.ok) return read.why;
  const { id } = read.value;
  const { taught } = await heldDescriptions();
  if (!(id in taught) && Object.keys(taught).length >= MOST_TAUGHT) return 'full';
  await changeDescriptions((before) => ({ ...before, taught: { ...before.taught, [id]: document } }));
  return 'kept';
}

export async function forgetTaught(id: string): Promise<void> {
  await changeDescriptions((before) => {
    const { [id]: _, ...taught } = before.taught;
    return { ...before, taught };
  });
}

/** What was taught, else what is in force: a file that another browser or a server can take. */
export async function exportedDescription(id: string): Promise<unknown> {
  const now = await heldDescriptions();
  const version = inForce(id, now)?.version;
  const documents = [now.taught[id], ...Object.values(now.served).map((byId) => byId[id]), ...(now.former[id] ?? [])];
  return documents.find((document) => document !== undefined && (document === now.taught[id] || parsed(document)[0]?.version === version)) ?? inForce(id, now)?.description ?? null;
}
