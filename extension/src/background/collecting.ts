/** Gets the bytes of what shall be kept, and puts them in the outbox before anything is told. */
import { type FetchedFile, fetchFile } from '@/lib/api-client';
import { alarms } from '@/lib/browser';
import { ownProblem, type Problem } from '@/lib/result';
import { fileNameOf, HEAD_BYTES, isVideoAddress, mediaOf } from '@/domain/media';
import type { PagePicture } from '@/domain/messages';
import type { How } from '@/domain/panel-state';
import { isLoopback } from '@/domain/server-address';
import { fromArchive, fromWindow, type Given } from '@/background/fallbacks';
import { mayRead, hostOf, want } from '@/background/picture-hosts';
import { fits, isQuotaError } from '@/background/room';
import { addAll, fromSource, get, type Item, type Provenance, put, RETRY_ALARM } from '@/background/store';

const MEGABYTE = 1024 * 1024;
/** What the server takes of one file, in bytes. */
export const LARGEST = { photo: 30 * MEGABYTE, evidence: 300 * MEGABYTE } as const;

async function sha256Of(bytes: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export type NewItem = Pick<Item, 'to' | 'refund_id' | 'what' | 'kind' | 'name' | 'by'> & Partial<Item>;

export const made = (item: NewItem): Item => ({ queued: new Date().toISOString(), state: 'collecting', attempts: 0, ...item });
export const now = (): string => new Date().toISOString().replace(/\.\d{3}Z$/, 'Z');

// What this worker is reading at the moment, and since when; after it was stopped, nobody is.
const underWay = new Map<number, number>();
export const touch = (seq: number): void => void underWay.set(seq, Date.now());

// A page that hands over a file and is closed says nothing of it.
const SILENT_MS = 60_000;
export function isUnderWay({ seq = -1, upload }: Item): boolean {
  const since = underWay.get(seq);
  return since !== undefined && (upload === undefined || Date.now() - since < SILENT_MS);
}

/** Places in the line, all or none, also for what is still to be read: whatever happens meanwhile, it is not forgotten. */
export async function placedTogether(items: readonly Item[]): Promise<number[]> {
  await alarms.every(RETRY_ALARM, 0.5);
  const seqs = await addAll(items);
  for (const [at, item] of items.entries()) if (item.state === 'collecting') touch(seqs[at] ?? -1);
  return seqs;
}

export async function placed(item: NewItem): Promise<number> {
  const [seq = -1] = await placedTogether([made(item)]);
  return seq;
}

/** An item whose bytes are at hand. */
export const whole = async (item: NewItem, bytes: Blob): Promise<Item> => ({ ...made(item), taken: item.taken ?? now(), bytes, sha256: await sha256Of(bytes), state: 'waiting' });

export async function fail(item: Item, problem: Problem): Promise<void> {
  underWay.delete(item.seq ?? -1);
  await put({ ...item, state: 'failed', problem });
}

/** Puts the bytes into the item's place; where this browser has no more room, that is said and can be retried. */
export async function fill(item: Item, bytes: Blob, more: Partial<Item> = {}): Promise<void> {
  if (!(await fits(bytes.size))) return fail(item, ownProblem('quota'));
  const { problem: _, tab: _tab, ...rest } = item;
  try {
    await put({ ...rest, taken: now(), ...more, bytes, sha256: await sha256Of(bytes), state: 'waiting' });
    underWay.delete(item.seq ?? -1);
  } catch (error) {
    await fail(item, ownProblem(isQuotaError(error) ? 'quota' : 'internal', error instanceof Error ? error.name : ''));
  }
}

/** Queues bytes that are at hand. */
export async function queueBytes(item: NewItem, bytes: Blob): Promise<void> {
  const seq = await placed(item);
  const there = await get(seq);
  if (there) await fill(there, bytes);
}

export interface Collection {
  readonly to: string;
  readonly refundId: string;
  readonly tabId: number | null;
  readonly by: Item['by'];
  /** The page's address, kept with each file. */
  readonly page?: string;
}

/** What to read: `video` where the page says so; what it is, its bytes say. */
export type Wanted = PagePicture & { readonly video?: boolean };
export interface Place {
  readonly seq: number;
  readonly wanted: Wanted;
}

/** Less than the original, for want of a permission: with it, the original is worth reading. */
const isLesser = ({ how, provenance, source }: Item): boolean =>
  provenance?.permitted === false && (how === 'shown' || how === 'cut' || (how === 'archive' && provenance.address !== source));
const isDone = (item: Item): boolean => item.state !== 'collecting' && (item.state !== 'failed' || item.bytes !== undefined) && !isLesser(item);

const CLAIMED = new Set(['buyer_claim', 'video', 'file']);

/** What is not queued or sent yet, in the order shown: a new item, or the place it has already. */
export interface Opening {
  readonly wanted: Wanted;
  readonly item: Item;
}

export async function openingsFor(job: Collection, wanted: readonly Wanted[]): Promise<Opening[]> {
  const openings: Opening[] = [];
  for (const each of wanted) {
    // A person may have kept the same address as something else: that is another photo.
    const before = (await fromSource(job.to, job.refundId, each.url)).filter(({ kind }) => CLAIMED.has(kind));
    if (before.some(isDone)) continue;
    // A copy of lesser size is there: only a host that may be read now can give more.
    if (before.some(isLesser) && !(await mayRead(each.url))) continue;
    const again = before.find(({ state }) => state === 'failed' || state === 'collecting');
    const isVideo = each.video ?? isVideoAddress(each.url);
    const item = again ?? made({
      to: job.to, refund_id: job.refundId, by: job.by, name: fileNameOf(each.url, openings.length, ''), source: each.url,
      ...(isVideo ? { what: 'evidence', kind: 'video' } : { what: 'photo', kind: 'buyer_claim' }),
      ...(each.shown ? { shown: each.shown } : {}),
      ...(job.tabId === null ? {} : { tab: job.tabId }),
    });
    openings.push({ wanted: each, item: { ...item, state: 'collecting' } });
  }
  return openings;
}

/** Takes them up, those that are new together with `others`, before or after which they stand. */
export async function placeOpenings(openings: readonly Opening[], before: readonly Item[] = [], after: readonly Item[] = []): Promise<{ places: Place[]; seqs: number[] }> {
  const fresh = openings.filter(({ item }) => item.seq === undefined);
  const seqs = await placedTogether([...before, ...fresh.map(({ item }) => item), ...after]);
  for (const { item } of openings) {
    if (item.seq === undefined) continue;
    await put(item);
    touch(item.seq);
  }
  const places = openings.map(({ wanted, item }) => ({ wanted, seq: item.seq ?? seqs[before.length + fresh.findIndex((each) => each.item === item)] ?? -1 }));
  return { places, seqs };
}

export const placePictures = async (job: Collection, wanted: readonly Wanted[]): Promise<Place[]> => (await placeOpenings(await openingsFor(job, wanted))).places;

/** A page names the address, so none that only this machine can reach is read for it. */
const isOfPage = (url: string, page: string | undefined): boolean =>
  !isLoopback(new URL(url)) || (page !== undefined && URL.canParse(page) && new URL(page).origin === new URL(url).origin);

async function fetched({ url, shown }: Wanted, page: string | undefined): Promise<Given | null> {
  for (const address of shown && shown !== url ? [url, shown] : [url]) {
    if (!isOfPage(address, page)) continue;
    const file = await fetchFile(address, LARGEST.evidence);
    if (file && (await isMedia(file)) && isOfPage(file.url, page)) {
      return { bytes: file.bytes, how: address === url ? 'fetched' : 'shown', said: { address, answered: file.url, status: file.status, headers: file.headers } };
    }
  }
  return null;
}

const headOf = async (bytes: Blob): Promise<Uint8Array> => new Uint8Array(await bytes.slice(0, HEAD_BYTES).arrayBuffer());
/** A page that asks to sign in is an answer too, and no picture. */
const isMedia = async ({ bytes }: FetchedFile): Promise<boolean> => mediaOf(await headOf(bytes)) !== 'other';

async function kindFor(item: Item, bytes: Blob): Promise<Pick<Item, 'what' | 'kind'>> {
  const media = mediaOf(await headOf(bytes));
  if (media === 'video') return { what: 'evidence', kind: 'video' };
  if (item.what === 'photo') return media === 'image' ? { what: 'photo', kind: item.kind } : { what: 'evidence', kind: 'file' };
  return { what: 'evidence', kind: 'file' };
}

async function settle({ seq, wanted }: Place, given: Given | null, page: string | undefined): Promise<void> {
  const item = await get(seq);
  if (item?.state !== 'collecting') return;
  if (!given) {
    const mayNot = !(await mayRead(wanted.url)) && isOfPage(wanted.url, page);
    return fail(item, mayNot ? ownProblem('host-not-allowed', hostOf(wanted.url) ?? '') : ownProblem('picture-unreadable', wanted.url));
  }
  const permitted = given.how === 'fetched' ? {} : { permitted: await mayRead(wanted.url) };
  const provenance: Provenance = { how: given.how, received: now(), source: wanted.url, ...permitted, ...(page ? { page } : {}), ...given.said };
  const how: How = given.how;
  await fill(item, given.bytes, {
    ...(await kindFor(item, given.bytes)), how, provenance, archived: how === 'archive', name: fileNameOf(wanted.url, 0, given.bytes.type),
  });
}

/** Reads what the places are for: from its host, else from the page's archive, else from what the window shows. */
export async function fillPictures(job: Collection, places: readonly Place[], archive?: Blob | null): Promise<void> {
  const missing: Place[] = [];
  await Promise.all(places.map(async (place) => {
    const given = await fetched(place.wanted, job.page);
    if (!given) missing.push(place);
    else await settle(place, given, job.page);
    // Without a permission there are no headers to keep and no larger copy: worth asking for once.
    if (!given || given.how === 'shown') await want(place.wanted.url);
  }));
  if (!missing.length) return;
  const wanted = missing.map((place) => place.wanted);
  const archived = await fromArchive(job.tabId, wanted, archive);
  // Only a click may take our elements out of the page for a moment.
  const seen = await fromWindow(job.by === 'click' ? job.tabId : null, wanted.filter(({ url }) => !archived.has(url)));
  for (const place of missing) await settle(place, archived.get(place.wanted.url) ?? seen.get(place.wanted.url) ?? null, job.page);
}

export async function collectPictures(job: Collection, pictures: readonly Wanted[]): Promise<void> {
  await fillPictures(job, await placePictures(job, pictures));
}
