/** Sends what waits, in order, once; a passing failure stops the line, a lasting one is set aside by name. */
import { alarms, awake } from '@/lib/browser';
import { call, type Caller } from '@/lib/api-client';
import { bad, good, ownProblem, type Problem, problemName, type Result } from '@/lib/result';
import { caseRecord, kept, uploaded } from '@/domain/answers';
import { callerFor, type Connection, connections, isPassing, keyOf } from '@/background/connection';
import { get, inState, type Item, put, type Receipt, RETRY_ALARM } from '@/background/store';

// What a slow line needs for a film of 300 MB: two minutes for the answer, and a second for each 50 kB.
const LEAST_MS = 120_000;
const BYTES_PER_MS = 50;
const patienceFor = ({ bytes }: Item): number => LEAST_MS + (bytes?.size ?? 0) / BYTES_PER_MS;
// A server that answers one item like this so often will not take it; what waits behind goes on.
const MOST_BROKEN = 5;
const BROKEN = new Set(['unexpected-answer', 'receipt-differs']);

type Told = (item: Item) => void;
let told: Told = () => undefined;
export const onProgress = (listener: Told): void => {
  told = listener;
};

const path = (item: Item): string => `/api/v1/cases/${encodeURIComponent(item.refund_id)}`;

async function sendCase(to: Caller, item: Item): Promise<Result<Receipt>> {
  const { refund_id: _, ...fields } = item.facts ?? { refund_id: '', platform: '' };
  const answer = await call(to, { method: 'PUT', path: path(item), json: fields }, caseRecord);
  return answer.ok ? good({ id: item.refund_id, sha256: '', created: new Date().toISOString() }) : answer;
}

const LONGEST_PROVENANCE = 15_000;

/** Within what the server takes: a header too many must not cost the picture. */
function provenanceOf(item: Item): string | null {
  if (!item.provenance) return null;
  const plain = (_: string, value: unknown): unknown => (typeof value === 'string' ? value.replace(/[\u0000-\u001f\u007f-\u009f]|\p{Surrogate}/gu, ' ') : value);
  const whole = JSON.stringify(item.provenance, plain);
  if (new Blob([whole]).size <= LONGEST_PROVENANCE) return whole;
  const { headers: _, ...rest } = item.provenance;
  const shorter = JSON.stringify(rest, plain);
  return new Blob([shorter]).size <= LONGEST_PROVENANCE ? shorter : null;
}

function formOf(item: Item): FormData {
  const form = new FormData();
  const provenance = item.kind === 'packing' ? null : provenanceOf(item);
  if (provenance) form.set('provenance', provenance);
  if (item.what === 'evidence') form.set('kind', item.kind);
  if (item.source) form.set('source', item.source.slice(0, 2000));
  if (item.taken && item.what === 'evidence') form.set('taken', item.taken);
  form.set('file', item.bytes ?? new Blob([]), item.name);
  return form;
}

async function sendPhoto(to: Caller, item: Item): Promise<Result<Receipt>> {
  const isPacking = item.kind === 'packing' && item.order_id !== undefined;
  const place = isPacking ? `/api/v1/shipments/${encodeURIComponent(item.order_id ?? '')}/photos` : `${path(item)}/photos?role=${item.kind}`;
  const answer = await call(
    to,
    { method: 'POST', path: place, form: formOf(item), timeoutMs: patienceFor(item) },
    uploaded,
  );
  if (!answer.ok) return answer;
  const [photo] = answer.value.photos;
  const [problem] = answer.value.problems;
  if (photo) return good(photo);
  return bad({ type: problem?.type ?? 'unexpected-answer', title: problem?.title ?? '', detail: problem?.detail ?? '', status: 422 });
}

async function sendEvidence(to: Caller, item: Item): Promise<Result<Receipt>> {
  const request = { method: 'POST', path: `${path(item)}/evidence`, form: formOf(item), timeoutMs: patienceFor(item) } as const;
  const answer = await call(to, request, kept);
  if (!answer.ok) return answer;
  const [receipt] = answer.value.evidence;
  return receipt ? good(receipt) : bad(ownProblem('unexpected-answer'));
}

const SENDERS = { case: sendCase, photo: sendPhoto, evidence: sendEvidence };

async function settle(item: Item, problem: Problem): Promise<boolean> {
  const isBroken = problem.status === 500 || BROKEN.has(problemName(problem));
  const broken = (item.broken ?? 0) + Number(isBroken);
  const passing = isBroken ? broken < MOST_BROKEN : isPassing(problem);
  const settled: Item = { ...item, state: passing ? 'waiting' : 'failed', attempts: item.attempts + 1, problem, ...(broken ? { broken } : {}) };
  await put(settled);
  told(settled);
  return !passing;
}

/** True when the line may go on to the next item. */
async function sendOne(to: Caller, item: Item): Promise<boolean> {
  await put({ ...item, state: 'sending' });
  told({ ...item, state: 'sending' });
  const answer = await SENDERS[item.what](to, item);
  if (!answer.ok) return settle(item, answer.problem);
  if (item.sha256 && answer.value.sha256 !== item.sha256) return settle(item, ownProblem('receipt-differs', answer.value.sha256));
  const { bytes: _bytes, problem: _problem, broken: _broken, ...rest } = item;
  const { id, sha256, created } = answer.value;
  const sent: Item = { ...rest, state: 'done', attempts: item.attempts + 1, receipt: { id, sha256, created } };
  await put(sent);
  told(sent);
  return true;
}

/** Sends one shop's line to its end; false when it has to wait. What is still to be asked has no line. */
async function sendLine(shop: Connection): Promise<boolean> {
  const to = await callerFor(shop);
  for (;;) {
    // An item left `sending` by a worker that was stopped: the server keeps the same bytes once.
    const waiting = (await inState('waiting', 'sending')).filter((item) => item.to === keyOf(shop));
    if (!waiting.length) return true;
    for (const { seq = -1 } of waiting) {
      const item = await get(seq);
      if (item?.to === keyOf(shop) && !(await sendOne(to, item))) return false;
    }
  }
}

/** A shop whose server is away holds up no other's. */
async function sendAll(): Promise<void> {
  await alarms.every(RETRY_ALARM, 0.5);
  const ends = await awake((await connections()).map(sendLine));
  if (ends.every(Boolean) && !(await inState('collecting')).length) await alarms.clear(RETRY_ALARM);
}

let running: Promise<void> | null = null;
let again = false;

/** Starts sending unless it runs; what was queued meanwhile is sent in the same run or the next. */
export function send(): Promise<void> {
  if (running) {
    again = true;
    return running;
  }
  running = sendAll()
    .catch(() => alarms.every(RETRY_ALARM, 0.5))
    .finally(() => {
      running = null;
      if (again) {
        again = false;
        void send();
      }
    });
  return running;
}

/** Puts failed items of a refund, or one of them, back into the line. */
export async function retry(items: readonly Item[]): Promise<void> {
  for (const item of items) {
    if (item.state === 'failed' && (item.bytes ?? item.facts)) {
      const { problem: _, broken: __, ...rest } = item;
      await put({ ...rest, state: 'waiting' });
    }
  }
  void send();
}
