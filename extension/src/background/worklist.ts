/** The work queue: all known cases of the shop with what is thought of each, page by page. */
import * as v from 'valibot';
import { call, type Caller } from '@/lib/api-client';
import type { Sender } from '@/lib/browser';
import { good, problemName, type Result } from '@/lib/result';
import type { Brief } from '@/domain/answers';
import { caseList, type Listed, listedCase, type Remembered, rowOf, type WorkPage, workRow, type WorkRow } from '@/domain/work';
import { addressOf } from '@/background/case-pages';
import { briefsOf } from '@/background/cases';
import { currentShop, keyOf } from '@/background/connection';
import { callerOf } from '@/background/shops';
import { setSetting, setting } from '@/background/store';

const LIMIT = 200;
const LAST = 'worklist';
const remembered = v.object({ to: v.string(), language: v.string(), at: v.number(), total: v.number(), rows: v.array(workRow) });
const PLAIN_ID = /^[0-9A-Za-z_-]{4,64}$/;

async function briefly(cases: readonly Listed[], sender: Sender): Promise<Result<WorkRow[]>> {
  if (!cases.length) return good([]);
  const told = await briefsOf(cases.map(({ refund_id: id }) => id), sender);
  if (!told.ok) return told;
  const briefs = new Map<string, Brief>(told.value.map((brief) => [brief.refund_id, brief]));
  const addressed = await addressOf();
  return good(cases.map((found) => rowOf(found, briefs.get(found.refund_id), addressed(found.platform ?? '', found.refund_id))));
}

/** What the queue began with last; a server that is away does not leave the seller with nothing. */
export async function lastWorklist(): Promise<Result<Remembered | null>> {
  const paired = await currentShop();
  const parsed = v.safeParse(remembered, await setting(LAST));
  return good(paired && parsed.success && parsed.output.to === keyOf(paired) ? parsed.output : null);
}

/** One page of all cases, the one changed last first. */
export async function worklist(cursor: string | null, sender: Sender): Promise<Result<WorkPage>> {
  const asked = await callerOf(sender);
  if (!asked.ok) return asked;
  const [to, shop] = [asked.value, await currentShop()];
  const path = `/api/v1/cases?sort=updated&limit=${LIMIT}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
  const answer = await call(to, { path }, caseList);
  if (!answer.ok) return answer;
  const { cases, next, total } = answer.value;
  const rows = await briefly(cases, sender);
  if (!rows.ok) return rows;
  if (cursor === null && shop) await setSetting(LAST, { to: keyOf(shop), language: to.language, at: Date.now(), total, rows: rows.value });
  return good({ rows: rows.value, next: next ?? null, total });
}

async function byRefund(to: Caller, id: string): Promise<Result<Listed[]>> {
  const answer = await call(to, { path: `/api/v1/cases/${encodeURIComponent(id)}` }, listedCase);
  if (answer.ok) return good([answer.value]);
  return problemName(answer.problem) === 'not-found' ? good([]) : answer;
}

/** Single cases by refund id, as news name them, or by a typed refund or order id. */
export async function findWork(ids: readonly string[], isTyped: boolean, sender: Sender): Promise<Result<WorkPage>> {
  const asked = await callerOf(sender);
  if (!asked.ok) return asked;
  const to = asked.value;
  const found = new Map<string, Listed>();
  for (const id of ids.filter((each) => PLAIN_ID.test(each))) {
    const answers = [await byRefund(to, id)];
    if (isTyped) {
      const ordered = await call(to, { path: `/api/v1/cases?order_id=${encodeURIComponent(id)}` }, caseList);
      answers.push(ordered.ok ? good(ordered.value.cases) : ordered);
    }
    for (const answer of answers) {
      if (!answer.ok) return answer;
      for (const each of answer.value) found.set(each.refund_id, each);
    }
  }
  const rows = await briefly([...found.values()], sender);
  return rows.ok ? good({ rows: rows.value, next: null, total: rows.value.length }) : rows;
}

const MOST_HISTORY = 12;
const withBuyer = v.object({ buyer: v.nullish(v.string()) });

/** The other cases of this case's buyer in this shop, the latest first; nobody but the shop's own pseudonym is named. */
export async function historyOf(refundId: string, sender: Sender): Promise<Result<WorkRow[]>> {
  const asked = await callerOf(sender);
  if (!asked.ok) return asked;
  const to = asked.value;
  const own = await call(to, { path: `/api/v1/cases/${encodeURIComponent(refundId)}` }, withBuyer);
  if (!own.ok) return own;
  if (!own.value.buyer) return good([]);
  const answer = await call(to, { path: `/api/v1/cases?buyer=${encodeURIComponent(own.value.buyer)}&limit=${MOST_HISTORY}` }, caseList);
  if (!answer.ok) return answer;
  return briefly(answer.value.cases.filter(({ refund_id: id }) => id !== refundId), sender);
}
