/** 一键存证: everything a refund page shows, queued item by item. */
import { ownProblem } from '@/lib/result';
import type { RequestOf } from '@/domain/messages';
import { archivePage } from '@/background/archiving';
import { collectPictures, made, queueBytes, sha256Of } from '@/background/collecting';
import { add, get, type Item, put } from '@/background/store';
import { send } from '@/background/sending';

const now = (): string => new Date().toISOString().replace(/\.\d{3}Z$/, 'Z');

const json = (value: unknown): Blob => new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' });

/** Fills the waiting place of a page archive, or says in it why the browser gave none. */
async function fillArchive(item: Item, tabId: number | null): Promise<void> {
  const { problem: _, ...rest } = item;
  try {
    if (tabId === null) throw new Error('no tab');
    const bytes = new Blob([await archivePage(tabId, true)], { type: 'multipart/related' });
    await put({ ...rest, bytes, sha256: await sha256Of(bytes), taken: now(), state: 'waiting' });
  } catch (error) {
    await put({ ...item, state: 'failed', problem: ownProblem('archive-refused', error instanceof Error ? error.message : '') });
  }
}

async function keepArchive(to: string, refundId: string, tabId: number | null, url: string): Promise<void> {
  const seq = await add(made({
    to, refund_id: refundId, what: 'evidence', kind: 'page_archive', by: 'click', name: `page-${refundId}.mhtml`, source: url,
  }));
  const item = await get(seq);
  if (item) await fillArchive(item, tabId);
}

export async function keep(request: RequestOf<'keep'>, to: string, tabId: number | null): Promise<void> {
  const { case: seen, page, responses } = request;
  const refundId = seen.facts.refund_id;
  const taken = now();
  // A second click keeps a second state of the page; only what failed before is replaced.
  await add(made({ to, refund_id: refundId, what: 'case', kind: 'facts', by: 'click', name: 'facts', facts: seen.facts, state: 'waiting' }));
  await collectPictures({ to, refundId, tabId, by: 'click' }, seen.pictures);
  const evidence = { to, refund_id: refundId, what: 'evidence', by: 'click', taken } as const;
  await queueBytes(
    { ...evidence, kind: 'page_facts', name: `facts-${refundId}.json`, source: page.url },
    json({ page, taken, facts: seen.facts, pictures: seen.pictures, agent: navigator.userAgent }),
  );
  for (const [at, response] of responses.entries()) {
    const source = response.url;
    const body = new Blob([response.body], { type: 'application/json' });
    await queueBytes({ ...evidence, kind: 'raw_json', name: `response-${at + 1}-${refundId}.json`, source }, body);
  }
  await keepArchive(to, refundId, tabId, page.url);
  void send();
}

/** Gathers again what failed before there were bytes, from the page that is open now. */
export async function collectAgain(items: readonly Item[], tabId: number | null): Promise<void> {
  for (const item of items) {
    if (item.state !== 'failed' || item.bytes || item.facts) continue;
    if (item.kind === 'page_archive') await fillArchive(item, tabId);
    else if (item.source) {
      const picture = { url: item.source, ...(item.shown ? { shown: item.shown } : {}) };
      await collectPictures({ to: item.to, refundId: item.refund_id, tabId, by: item.by }, [picture]);
    }
  }
}
