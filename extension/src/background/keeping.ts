/** 一键存证: everything a refund page shows, queued item by item; what is at hand first, then what has to be read. */
import { type Sender, session } from '@/lib/browser';
import { bad, good, ownProblem, type Result } from '@/lib/result';
import { hasOwnElements } from '@/domain/mhtml';
import type { RequestOf } from '@/domain/messages';
import type { Reading } from '@/domain/page-reading';
import type { Description } from '@/platforms/description';
import { videosIn } from '@/platforms/videos';
import { archivePage, captureTab, type Captured, withoutOurs } from '@/background/archiving';
import { type Collection, fail, fill, fillPictures, made, now, openingsFor, placeOpenings, placePictures, queueBytes, type Wanted, whole } from '@/background/collecting';
import { readPage } from '@/background/page-asking';
import { fits } from '@/background/room';
import { send } from '@/background/sending';
import { type Item, ofRefund } from '@/background/store';

const json = (value: unknown): Blob => new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' });

type Kept = { readonly to: string; readonly refund_id: string; readonly what: 'evidence'; readonly by: 'click'; readonly taken: string; readonly click?: string };

/** A page's clock may say anything. */
const timeOf = (milliseconds: number): string | null => (Math.abs(milliseconds) < 8.64e15 ? new Date(milliseconds).toISOString() : null);

const UNPICTURED = 'unpictured';

/** Refunds whose last click could take no picture of the page. */
export async function unpictured(): Promise<string[]> {
  const stored = await session.get(UNPICTURED);
  return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
}

async function noteUnpictured(refundId: string, missing: boolean): Promise<void> {
  const others = (await unpictured()).filter((id) => id !== refundId);
  await session.set(UNPICTURED, missing ? [...others, refundId].slice(-200) : others);
}

/** Fills the waiting place of a page archive, or says in it why the browser gave none. */
async function fillArchive(item: Item, tabId: number | null): Promise<Blob | null> {
  try {
    if (tabId === null) throw new Error('no tab');
    const bytes = new Blob([await archivePage(tabId)], { type: 'multipart/related' });
    const own = hasOwnElements(new Uint8Array(await bytes.arrayBuffer())) ? 'present' : 'removed';
    await fill(item, bytes, { how: 'page', provenance: { how: 'archive of the page', received: now(), page: item.source, own_elements: own } });
    return bytes;
  } catch (error) {
    await fail(item, ownProblem('archive-refused', error instanceof Error ? error.message : ''));
    return null;
  }
}

async function keepPicture(base: Kept, page: string, captured: Captured, read: Reading | null): Promise<void> {
  if (!captured.ok) return;
  const view = read?.view;
  const isWhole = view !== undefined && view.full_height <= view.height + 1 && view.full_width <= view.width + 1;
  const provenance = { how: 'picture of the window', part: isWhole ? 'the whole page' : 'the visible part only', received: now(), page, ...(view ? { view } : {}), own_elements: 'removed' };
  await queueBytes({ ...base, kind: 'screenshot', name: `window-${base.refund_id}.png`, source: page, how: 'page', provenance }, captured.bytes);
  await noteUnpictured(base.refund_id, false);
}

/** The negotiation and the logistics trace, as the page shows them. */
async function sections(base: Kept, page: string, read: Reading | null): Promise<Item[]> {
  return Promise.all((read?.sections ?? []).map(({ kind, ...section }, at) => {
    const provenance = { how: 'read from the page by its heading', label: section.label, received: now(), page };
    const item = { ...base, kind, name: `${kind}-${at + 1}-${base.refund_id}.json`, source: page, how: 'page', provenance } as const;
    return whole(item, json({ page, taken: base.taken, ...section }));
  }));
}

/** What the message itself holds: it needs the page no more. */
async function told({ case: seen, page, responses }: RequestOf<'keep'>, base: Kept): Promise<Item[]> {
  const facts = { page, taken: base.taken, facts: seen.facts, pictures: seen.pictures, agent: navigator.userAgent };
  const record = made({ ...base, what: 'case', kind: 'facts', name: 'facts', facts: seen.facts, state: 'waiting' });
  const answers = responses.map(({ url, body, at: received }, at) => {
    const provenance = { how: 'the answer the page itself received', received: timeOf(received), address: url, page: page.url };
    const item = { ...base, kind: 'raw_json', name: `response-${at + 1}-${base.refund_id}.json`, source: url, how: 'page', provenance } as const;
    return whole(item, new Blob([body], { type: 'application/json' }));
  });
  return [record, await whole({ ...base, kind: 'page_facts', name: `facts-${base.refund_id}.json`, source: page.url }, json(facts)), ...(await Promise.all(answers))];
}

/** Everything to be read from an address: the pictures shown, the films of the page's answers and of the page. */
function mediaOf({ case: seen, responses }: RequestOf<'keep'>, platform: Description | null, read: Reading | null): Wanted[] {
  const answered = platform ? responses.flatMap(({ url, body }) => videosIn(body, url, seen.facts.refund_id, platform)) : [];
  const shown = new Set(seen.pictures.map(({ url }) => url));
  const films = new Set([...answered, ...(read?.videos ?? [])].filter((url) => !shown.has(url)));
  return [...seen.pictures, ...[...films].map((url) => ({ url, video: true }))];
}

const sizeOf = (items: readonly Item[]): number => items.reduce((sum, { bytes }) => sum + (bytes?.size ?? 0), 0);

/** All that one press of the button asks for gets its place at once, or none of it does and that is said. */
export async function keep(request: RequestOf<'keep'>, to: string, sender: Sender, platform: Description | null): Promise<Result<null>> {
  const { tabId, documentId } = sender;
  const { page, click, case: { facts: { refund_id: refundId } } } = request;
  if (click && (await ofRefund(refundId, to)).some((item) => item.click === click)) return good(null);
  // A second click keeps a second state of the page; only what failed before is replaced.
  const base: Kept = { to, refund_id: refundId, what: 'evidence', by: 'click', taken: now(), ...(click ? { click } : {}) };
  const job: Collection = { to, refundId, tabId, by: 'click', page: page.url };
  const read = tabId === null ? null : await readPage({ tabId, documentId }, platform, []);
  const atHand = [...(await told(request, base)), ...(await sections(base, page.url, read))];
  if (!(await fits(sizeOf(atHand)))) return bad(ownProblem('quota'));
  const openings = await openingsFor(job, mediaOf(request, platform, read));
  const archive = made({ ...base, kind: 'page_archive', name: `page-${refundId}.mhtml`, source: page.url, ...(tabId === null ? {} : { tab: tabId }) });
  await noteUnpictured(refundId, true);
  const { places, seqs } = await placeOpenings(openings, atHand, [archive]);
  void send();
  const archived = await keepPage({ ...archive, seq: seqs.at(-1) ?? -1 }, tabId, base, read);
  void send();
  await fillPictures(job, places, archived);
  void send();
  return good(null);
}

async function keepPage(archive: Item, tabId: number | null, base: Kept, read: Reading | null): Promise<Blob | null> {
  if (tabId === null) return fillArchive(archive, null);
  return withoutOurs(tabId, async () => {
    await keepPicture(base, archive.source ?? '', await captureTab(tabId), read);
    return fillArchive(archive, tabId);
  });
}

/** Gathers again what failed before there were bytes, from the page that is open now. */
export async function collectAgain(items: readonly Item[], tabId: number | null): Promise<void> {
  for (const item of items) {
    if (item.state !== 'failed' || item.bytes || item.facts) continue;
    if (item.kind === 'page_archive') {
      if (tabId === null) await fail(item, ownProblem('page-closed'));
      else await withoutOurs(tabId, () => fillArchive(item, tabId));
    } else if (item.source) {
      const wanted = { url: item.source, ...(item.shown ? { shown: item.shown } : {}), video: item.kind === 'video' };
      const page = typeof item.provenance?.page === 'string' ? { page: item.provenance.page } : {};
      const job = { to: item.to, refundId: item.refund_id, tabId, by: item.by, ...page };
      await fillPictures(job, await placePictures(job, [wanted]));
    }
  }
}
