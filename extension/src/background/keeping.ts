/** 一键存证: everything a refund page shows, queued item by item; what is at hand first, then what has to be read. */
import { type Sender, session } from '@/lib/browser';
import { ownProblem } from '@/lib/result';
import { hasOwnElements } from '@/domain/mhtml';
import type { RequestOf } from '@/domain/messages';
import type { Reading } from '@/domain/page-reading';
import { platforms } from '@/platforms/known';
import { videosIn } from '@/platforms/videos';
import { archivePage, captureTab, type Captured, withoutOurs } from '@/background/archiving';
import { type Collection, fail, fill, fillPictures, made, now, placed, placePictures, queueBytes, type Wanted } from '@/background/collecting';
import { readPage } from '@/background/page-asking';
import { send } from '@/background/sending';
import { add, get, type Item } from '@/background/store';

const json = (value: unknown): Blob => new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' });

type Kept = { readonly to: string; readonly refund_id: string; readonly what: 'evidence'; readonly by: 'click'; readonly taken: string };

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
  await noteUnpictured(base.refund_id, !captured.ok);
  if (!captured.ok) return;
  const view = read?.view;
  const whole = view !== undefined && view.full_height <= view.height + 1 && view.full_width <= view.width + 1;
  const provenance = { how: 'picture of the window', part: whole ? 'the whole page' : 'the visible part only', received: now(), page, ...(view ? { view } : {}), own_elements: 'removed' };
  await queueBytes({ ...base, kind: 'screenshot', name: `window-${base.refund_id}.png`, source: page, how: 'page', provenance }, captured.bytes);
}

async function keepSections(base: Kept, page: string, read: Reading): Promise<void> {
  for (const [at, { kind, ...section }] of read.sections.entries()) {
    const provenance = { how: 'read from the page by its heading', label: section.label, received: now(), page };
    const item = { ...base, kind, name: `${kind}-${at + 1}-${base.refund_id}.json`, source: page, how: 'page', provenance } as const;
    await queueBytes(item, json({ page, taken: base.taken, ...section }));
  }
}

/** What the message itself holds: it needs the page no more. */
async function keepAtHand({ case: seen, page, responses }: RequestOf<'keep'>, base: Kept): Promise<void> {
  await add(made({ to: base.to, refund_id: base.refund_id, what: 'case', kind: 'facts', by: 'click', name: 'facts', facts: seen.facts, state: 'waiting' }));
  const facts = { page, taken: base.taken, facts: seen.facts, pictures: seen.pictures, agent: navigator.userAgent };
  await queueBytes({ ...base, kind: 'page_facts', name: `facts-${base.refund_id}.json`, source: page.url }, json(facts));
  for (const [at, { url, body, at: received }] of responses.entries()) {
    const provenance = { how: 'the answer the page itself received', received: new Date(received).toISOString(), address: url, page: page.url };
    const item = { ...base, kind: 'raw_json', name: `response-${at + 1}-${base.refund_id}.json`, source: url, how: 'page', provenance } as const;
    await queueBytes(item, new Blob([body], { type: 'application/json' }));
  }
}

export async function keep(request: RequestOf<'keep'>, to: string, { tabId, documentId }: Sender): Promise<void> {
  const { case: seen, page, responses } = request;
  const refundId = seen.facts.refund_id;
  const platform = platforms.find(({ id }) => id === seen.facts.platform) ?? null;
  // A second click keeps a second state of the page; only what failed before is replaced.
  const base = { to, refund_id: refundId, what: 'evidence', by: 'click', taken: now() } as const;
  await keepAtHand(request, base);
  const job: Collection = { to, refundId, tabId, by: 'click', page: page.url };
  const answered = platform ? responses.flatMap(({ url, body }) => videosIn(body, url, refundId, platform)) : [];
  const shown = new Set(seen.pictures.map(({ url }) => url));
  const wanted: Wanted[] = [...seen.pictures, ...[...new Set(answered)].filter((url) => !shown.has(url)).map((url) => ({ url, video: true }))];
  const places = await placePictures(job, wanted);
  const archive = await get(await placed({
    ...base, kind: 'page_archive', name: `page-${refundId}.mhtml`, source: page.url, ...(tabId === null ? {} : { tab: tabId }),
  }));
  void send();
  const read = tabId === null ? null : await readPage({ tabId, documentId }, platform, []);
  if (read) await keepSections(base, page.url, read);
  const films = (read?.videos ?? []).filter((url) => !wanted.some((each) => each.url === url));
  places.push(...(await placePictures(job, films.map((url) => ({ url, video: true })))));
  let archived: Blob | null = null;
  if (archive) {
    archived = tabId === null ? await fillArchive(archive, null) : await withoutOurs(tabId, async () => {
      await keepPicture(base, page.url, await captureTab(tabId), read);
      return fillArchive(archive, tabId);
    });
  }
  void send();
  await fillPictures(job, places, archived);
  void send();
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
