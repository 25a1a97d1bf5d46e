/** 一键存证: everything a refund page shows, queued item by item. */
import { ownProblem } from '@/lib/result';
import type { RequestOf } from '@/domain/messages';
import { archivePage } from '@/background/archiving';
import { collectPictures, made, queueBytes, sha256Of } from '@/background/collecting';
import { add, get, ofRefund, put } from '@/background/store';
import { send } from '@/background/sending';

const json = (value: unknown): Blob => new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' });

async function keepArchive(to: string, refundId: string, tabId: number | null, url: string, taken: string): Promise<void> {
  const seq = await add(made({
    to, refund_id: refundId, what: 'evidence', kind: 'page_archive', by: 'click', name: `page-${refundId}.mhtml`, source: url, taken,
  }));
  const item = await get(seq);
  if (!item) return;
  try {
    if (tabId === null) throw new Error('no tab');
    const bytes = new Blob([await archivePage(tabId, true)], { type: 'multipart/related' });
    await put({ ...item, bytes, sha256: await sha256Of(bytes), state: 'waiting' });
  } catch (error) {
    await put({ ...item, state: 'failed', problem: ownProblem('archive-refused', error instanceof Error ? error.message : '') });
  }
}

export async function keep(request: RequestOf<'keep'>, to: string, tabId: number | null): Promise<void> {
  const { case: seen, page, responses } = request;
  const refundId = seen.facts.refund_id;
  const taken = new Date().toISOString().replace(/\.\d{3}Z$/, 'Z');
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
  await keepArchive(to, refundId, tabId, page.url, taken);
  void send();
}

/** Failed items that hold no bytes are gathered again from the page, where it is still open. */
export async function needCollecting(refundId: string): Promise<boolean> {
  return (await ofRefund(refundId)).some((item) => item.state === 'failed' && !item.bytes && !item.facts);
}
