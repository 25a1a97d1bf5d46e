/** What pages ask about cases, and what they report of them. */
import * as v from 'valibot';
import { ask, call, type Caller, problemOf } from '@/lib/api-client';
import { type Sender, session } from '@/lib/browser';
import { bad, good, type Result } from '@/lib/result';
import { assessment, type Assessment, type Brief, briefs, type Evidence, kept, type Note, type Photo, photo } from '@/domain/answers';
import type { RequestOf, SeenCase } from '@/domain/messages';
import type { Facts } from '@/domain/record';
import type { ItemSummary, PanelState } from '@/domain/panel-state';
import { collectPictures, made } from '@/background/collecting';
import { isPassing } from '@/background/connection';
import { unpictured } from '@/background/keeping';
import { notesOf, ownNotes } from '@/background/notes';
import { wantedHosts } from '@/background/picture-hosts';
import { room } from '@/background/room';
import { add, type Item, ofRefund } from '@/background/store';
import { send } from '@/background/sending';
import { callerOf, outboxOf } from '@/background/shops';

export async function briefsOf(refundIds: readonly string[], sender: Sender): Promise<Result<Brief[]>> {
  const to = await callerOf(sender);
  if (!to.ok) return to;
  const request = { method: 'POST', path: '/api/v1/cases/assessments', json: { refund_ids: refundIds }, timeoutMs: 8000 } as const;
  const answer = await call(to.value, request, briefs);
  return answer.ok ? good(answer.value.assessments) : answer;
}

const SEEN = 'seen-facts';
const MOST_SEEN = 3000;

/** Queues the facts that are news to this shop; the same facts are sent once per browser session. */
export async function report(cases: readonly Facts[], to: string): Promise<void> {
  const known = new Map(v.parse(v.fallback(v.array(v.tuple([v.string(), v.string()])), []), await session.get(SEEN)));
  let news = 0;
  for (const facts of cases) {
    if (!facts.order_id) continue;
    const key = `${to} ${facts.refund_id}`;
    const told = JSON.stringify(facts);
    if (known.get(key) === told) continue;
    known.set(key, told);
    news += 1;
    await add(made({ to, refund_id: facts.refund_id, what: 'case', kind: 'facts', by: 'page', name: 'facts', facts, state: 'waiting' }));
  }
  if (!news) return;
  await session.set(SEEN, [...known].slice(-MOST_SEEN));
  void send();
}

/** A refund page was opened: its facts and the buyer's pictures go to the seller's own server. */
export async function opened(seen: SeenCase, to: string, tabId: number | null): Promise<void> {
  await report([seen.facts], to);
  if (!seen.facts.order_id) return;
  await collectPictures({ to, refundId: seen.facts.refund_id, tabId, by: 'page' }, seen.pictures);
  void send();
}

const summary = (item: Item): ItemSummary => ({
  seq: item.seq ?? 0, what: item.what, kind: item.kind, name: item.name, state: item.state, by: item.by, queued: item.queued,
  archived: item.archived ?? false, how: item.how ?? null, problem: item.problem ?? null, receipt: item.receipt ?? null,
});

const evidenceOf = (to: Caller, refundId: string): Promise<Result<{ evidence: Evidence[] }>> =>
  call(to, { path: `/api/v1/cases/${encodeURIComponent(refundId)}/evidence` }, kept);

/** What the server lists, without what an item of this browser already stands for: nothing is shown twice. */
function listed(evidence: readonly Evidence[], items: readonly Item[]): Evidence[] {
  const own = new Set(items.filter(({ state }) => state !== 'done').map(({ kind, sha256 }) => `${kind} ${sha256 ?? ''}`));
  return evidence.filter(({ kind, sha256 }) => !own.has(`${kind} ${sha256}`));
}

async function assessmentOf(to: Caller, refundId: string): Promise<Result<Assessment>> {
  return call(to, { path: `/api/v1/cases/${encodeURIComponent(refundId)}/assessment` }, assessment);
}

/** How it stands in this browser: room, and what could not be had. */
async function standing(refundId: string, items: readonly Item[]): Promise<Pick<PanelState, 'hosts' | 'unpictured' | 'room'>> {
  const addresses = items.flatMap(({ source, how, what }) => (source && what !== 'case' && how !== 'fetched' && how !== 'page' ? [source] : []));
  return { hosts: addresses.length ? await wantedHosts(addresses) : [], unpictured: (await unpictured()).includes(refundId), room: await room() };
}

export async function panelState(refundId: string, sender: Sender): Promise<PanelState> {
  const outbox = await outboxOf(sender);
  const itemsNow = async (): Promise<Item[]> => (outbox.ok ? ofRefund(refundId, outbox.value) : []);
  const to = await callerOf(sender);
  if (!to.ok) {
    const items = await itemsNow();
    return { ...(await standing(refundId, items)), assessment: to, evidence: [], notes: [], items: items.map(summary) };
  }
  const [found, evidence, notes] = await Promise.all([
    assessmentOf(to.value, refundId),
    evidenceOf(to.value, refundId),
    notesOf(to.value, refundId).catch((): Result<Note[]> => good([])),
  ]);
  // Read last: what the server lists by now is known here as under way at least.
  const items = await itemsNow();
  const shown = { ...(await standing(refundId, items)), items: items.map(summary), notes: notes.ok ? notes.value : [], ownNotes: await ownNotes() };
  // A list the server did not give is not an empty list: the panel keeps what it knew.
  if (!evidence.ok && isPassing(evidence.problem)) return { ...shown, assessment: evidence, evidence: [] };
  if (found.ok && items.some(({ state }) => state === 'waiting')) void send();
  return { ...shown, assessment: found, evidence: evidence.ok ? listed(evidence.value.evidence, items) : [] };
}

export async function changeCase(refundId: string, fields: Readonly<Record<string, unknown>>, sender: Sender): Promise<Result<null>> {
  const to = await callerOf(sender);
  if (!to.ok) return to;
  const answer = await call(to.value, { method: 'PUT', path: `/api/v1/cases/${encodeURIComponent(refundId)}`, json: fields }, v.unknown());
  return answer.ok ? good(null) : answer;
}

export async function tick(refundId: string, criterion: string, done: boolean, sender: Sender): Promise<Result<null>> {
  const to = await callerOf(sender);
  if (!to.ok) return to;
  const record = await call(to.value, { path: `/api/v1/cases/${encodeURIComponent(refundId)}` }, v.looseObject({ ticked: v.nullish(v.array(v.string())) }));
  if (!record.ok) return record;
  const others = (record.value.ticked ?? []).filter((id) => id !== criterion);
  return changeCase(refundId, { ticked: done ? [...others, criterion] : others }, sender);
}

/** A picture of the server as a data address: pages may not load from there, and hold no token. */
export async function pictureOf({ of, id, size = 480, figure }: RequestOf<'picture'>, sender: Sender): Promise<Result<string>> {
  const to = await callerOf(sender);
  if (!to.ok) return to;
  const asked = new URLSearchParams(figure && { kind: figure.kind, ...(figure.position === undefined ? {} : { position: String(figure.position) }) });
  const path = of === 'photo' ? `/api/v1/photos/${id}/thumbnail?size=${size}` : `/api/v1/comparisons/${id}/figure${asked.size ? `?${asked.toString()}` : ''}`;
  const answer = await ask(to.value, { path });
  if (!answer.ok) return answer;
  if (!answer.value.ok) return bad(await problemOf(answer.value));
  const bytes = new Uint8Array(await answer.value.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  const type = (answer.value.headers.get('content-type') ?? 'image/png').split(';')[0] ?? 'image/png';
  return good(`data:${type};base64,${btoa(binary)}`);
}

/** What is known of one photo; its size is what a region on it is measured by. */
export const photoOf = (to: Caller, id: string): Promise<Result<Photo>> => call(to, { path: `/api/v1/photos/${id}` }, photo);
