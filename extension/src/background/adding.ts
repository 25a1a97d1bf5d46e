/** What a person adds by hand: files of their own, and facts the page does not show. */
import * as v from 'valibot';
import { call } from '@/lib/api-client';
import { bad, good, ownProblem, type Result } from '@/lib/result';
import type { RequestOf } from '@/domain/messages';
import { changeCase, UNPAIRED } from '@/background/cases';
import { queueBytes } from '@/background/collecting';
import { caller, connection, keyOf } from '@/background/connection';
import { hasRoom } from '@/background/store';
import { send } from '@/background/sending';

export async function attach(message: RequestOf<'attach'>): Promise<Result<null>> {
  const paired = await connection();
  if (!paired) return bad(UNPAIRED);
  if (!(await hasRoom())) return bad(ownProblem('quota'));
  const binary = Uint8Array.from(atob(message.base64), (character) => character.charCodeAt(0));
  const { refund_id, order_id: orderId, what, kind, name } = message;
  const item = { to: keyOf(paired), refund_id, what, kind, name, by: 'click', ...(orderId ? { order_id: orderId } : {}) } as const;
  await queueBytes(item, new Blob([binary], { type: message.media_type }));
  void send();
  return good(null);
}

export async function recordField({ refund_id: refundId, order_id: orderId, on, field, value }: RequestOf<'record'>): Promise<Result<null>> {
  if (on === 'case') return changeCase(refundId, { [field]: value });
  const to = await caller();
  if (!to || !orderId) return bad(UNPAIRED);
  const path = `/api/v1/shipments/${encodeURIComponent(orderId)}`;
  const answer = await call(to, { method: 'PUT', path, json: { [field]: value } }, v.unknown());
  return answer.ok ? good(null) : answer;
}
