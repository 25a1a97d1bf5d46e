/** Gets the bytes of what shall be kept, and puts them in the outbox before anything is told. */
import { type FetchedPicture, fetchPicture } from '@/lib/api-client';
import { ownProblem } from '@/lib/result';
import { filesIn } from '@/domain/mhtml';
import type { PagePicture } from '@/domain/messages';
import { archivePage } from '@/background/archiving';
import { add, fromSource, get, type Item, put } from '@/background/store';

const LARGEST_PICTURE = 30 * 1024 * 1024;

export async function sha256Of(bytes: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export type NewItem = Pick<Item, 'to' | 'refund_id' | 'what' | 'kind' | 'name' | 'by'> & Partial<Item>;

export const made = (item: NewItem): Item => ({ queued: new Date().toISOString(), state: 'collecting', attempts: 0, ...item });

/** Queues bytes that are at hand. */
export async function queueBytes(item: NewItem, bytes: Blob): Promise<void> {
  await add(made({ ...item, bytes, sha256: await sha256Of(bytes), state: 'waiting' }));
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'image/heic': 'heic', 'image/heif': 'heif',
  'image/avif': 'avif', 'image/gif': 'gif', 'image/tiff': 'tiff',
};

function nameOf(url: string, place: number, mediaType: string): string {
  const last = new URL(url).pathname.split('/').pop() ?? '';
  if (/^[\w.-]{1,80}\.[a-z0-9]{2,5}$/i.test(last)) return last;
  return `${last.replace(/[^\w-]/g, '').slice(0, 40) || `picture-${place + 1}`}.${EXTENSIONS[mediaType.split(';')[0] ?? ''] ?? 'jpg'}`;
}

async function settle(seq: number, picture: FetchedPicture | null, archived: boolean): Promise<void> {
  const item = await get(seq);
  if (item?.state !== 'collecting') return;
  if (!picture) {
    await put({ ...item, state: 'failed', problem: ownProblem('picture-unreadable', item.source ?? '') });
    return;
  }
  const { problem: _, ...rest } = item;
  await put({
    ...rest,
    name: nameOf(item.source ?? item.name, 0, picture.bytes.type),
    bytes: picture.bytes,
    sha256: await sha256Of(picture.bytes),
    archived,
    state: 'waiting',
  });
}

async function fromArchive(tabId: number, pictures: readonly PagePicture[]): Promise<Map<string, FetchedPicture>> {
  const found = new Map<string, FetchedPicture>();
  const archive = await archivePage(tabId, false).catch(() => null);
  if (!archive) return found;
  const addresses = new Set(pictures.flatMap(({ url, shown }) => (shown ? [url, shown] : [url])));
  const files = filesIn(new Uint8Array(await archive.arrayBuffer()), addresses);
  for (const { url, shown } of pictures) {
    const file = files.get(url) ?? (shown ? files.get(shown) : undefined);
    if (file) found.set(url, { bytes: new Blob([file.bytes], { type: file.mediaType }), headers: {} });
  }
  return found;
}

export interface Collection {
  readonly to: string;
  readonly refundId: string;
  readonly tabId: number | null;
  readonly by: Item['by'];
}

/** Queues the buyer's pictures that are not queued or sent yet, in the order shown. */
export async function collectPictures(job: Collection, pictures: readonly PagePicture[]): Promise<void> {
  const fresh: { seq: number; picture: PagePicture }[] = [];
  for (const picture of pictures) {
    const before = await fromSource(job.to, job.refundId, picture.url);
    const failed = before.find(({ state }) => state === 'failed' || state === 'collecting');
    if (before.length && !failed) continue;
    if (failed?.bytes) continue;
    const item = made({
      to: job.to, refund_id: job.refundId, what: 'photo', kind: 'buyer_claim', by: job.by,
      name: nameOf(picture.url, fresh.length, ''), source: picture.url,
      ...(picture.shown ? { shown: picture.shown } : {}),
    });
    if (failed) await put({ ...failed, state: 'collecting' });
    fresh.push({ seq: failed?.seq ?? (await add(item)), picture });
  }
  const fetched = await Promise.all(fresh.map(({ picture }) => fetchPicture(picture.url, LARGEST_PICTURE)));
  const missing = fresh.flatMap(({ picture }, at) => (fetched[at] ? [] : [picture]));
  const archived = missing.length && job.tabId !== null ? await fromArchive(job.tabId, missing) : new Map<string, FetchedPicture>();
  for (const [at, { seq, picture }] of fresh.entries()) {
    const direct = fetched[at] ?? null;
    await settle(seq, direct ?? archived.get(picture.url) ?? null, !direct);
  }
}
