/** A picture kept by the context menu: its bytes are taken at once, its case is asked for where the page does not tell. */
import * as v from 'valibot';
import { call } from '@/lib/api-client';
import { openBeside, type Picked } from '@/lib/browser';
import { bad, good, ownProblem, type Result } from '@/lib/result';
import { fileNameOf } from '@/domain/media';
import type { RequestOf } from '@/domain/messages';
import type { PickedState } from '@/domain/panel-state';
import { refundAt } from '@/background/case-pages';
import { type Collection, fillPictures, isUnderWay, placed } from '@/background/collecting';
import { callerFor, currentShop, keyOf } from '@/background/connection';
import { send } from '@/background/sending';
import { outboxOf } from '@/background/shops';
import { all, get, type Item, put, remove, UNPLACED } from '@/background/store';

const MOST_CASES = 50;
const caseList = v.object({ cases: v.array(v.looseObject({ refund_id: v.string(), order_id: v.string() })) });

const isUnplaced = ({ to }: Item): boolean => to === UNPLACED;

export async function keepPicked({ address, page, sender }: Picked): Promise<void> {
  if (!/^https?:/.test(address)) return;
  const refundId = await refundAt(page);
  const box = refundId ? await outboxOf(sender) : null;
  const isKnown = refundId !== null && box?.ok === true;
  const to = isKnown ? box.value : UNPLACED;
  const job: Collection = { to, refundId: refundId ?? '', tabId: sender.tabId, by: 'click', page };
  const seq = await placed({
    to, refund_id: job.refundId, what: 'photo', kind: 'other', by: 'click', name: fileNameOf(address, 0, ''), source: address,
    ...(sender.tabId === null ? {} : { tab: sender.tabId }),
  });
  await fillPictures(job, [{ seq, wanted: { url: address } }]);
  if (isKnown) void send();
  else await openBeside('/picked.html');
}

/** What was picked and has no case yet, with the cases to choose from. */
export async function pickedState(): Promise<PickedState> {
  const items = (await all()).filter((item) => isUnplaced(item) && !isUnderWay(item));
  const shop = await currentShop();
  const path = `/api/v1/cases?sort=updated&limit=${MOST_CASES}`;
  const answer = shop ? await call(await callerFor(shop), { path, timeoutMs: 8000 }, caseList) : null;
  const cases = answer?.ok ? answer.value.cases.map(({ refund_id, order_id }) => ({ refund_id, order_id })) : [];
  const pictures = items.map(({ seq = 0, name, source = '', state, problem, how }) => ({ seq, name, source, isThere: state === 'waiting', problem: problem ?? null, how: how ?? null }));
  return { paired: shop !== null, pictures, cases };
}

/** The seller's word on a picked picture: its case and what it shows, or that it is not wanted. */
export async function place({ item: seq, refund_id: refundId, role }: RequestOf<'place'>): Promise<Result<null>> {
  const item = await get(seq);
  if (!item || !isUnplaced(item)) return bad(ownProblem('malformed-message'));
  if (refundId === null) {
    await remove(seq);
    return good(null);
  }
  const shop = await currentShop();
  if (!shop) return bad(ownProblem('unpaired'));
  const path = `/api/v1/cases/${encodeURIComponent(refundId)}`;
  const known = await call(await callerFor(shop), { path, timeoutMs: 8000 }, v.looseObject({ refund_id: v.string() }));
  if (!known.ok && known.problem.status === 404) return bad(ownProblem('no-such-case', refundId));
  await put({ ...item, to: keyOf(shop), refund_id: refundId, kind: item.what === 'photo' ? role : item.kind });
  void send();
  return good(null);
}

