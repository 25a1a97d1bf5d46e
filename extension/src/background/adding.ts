/** What a person adds by hand: files of their own, and facts the page does not show. */
import * as v from 'valibot';
import { call } from '@/lib/api-client';
import type { Sender } from '@/lib/browser';
import { bad, good, ownProblem, type Result } from '@/lib/result';
import type { RequestOf } from '@/domain/messages';
import { changeCase } from '@/background/cases';
import { queueBytes } from '@/background/collecting';
import { fits } from '@/background/room';
import { send } from '@/background/sending';
import { callerOf, outboxOf } from '@/background/shops';

export async function attach(message: RequestOf<'attach'>, sender: Sender): Promise<Result<null>> {
  const to = await outboxOf(sender);
  if (!to.ok) return to;
  const binary = Uint8Array.from(atob(message.base64), (character) => character.charCodeAt(0));
  if (!(await fits(binary.length))) return bad(ownProblem('quota'));
  const { refund_id, order_id: orderId, what, kind, name } = message;
  const item = { to: to.value, refund_id, what, kind, name, by: 'click', how: 'added', ...(orderId ? { order_id: orderId } : {}) } as const;
  await queueBytes(item, new Blob([binary], { type: message.media_type }));
  void send();
  return good(null);
}

export async function recordField({ refund_id: refundId, order_id: orderId, on, field, value }: RequestOf<'record'>, sender: Sender): Promise<Result<null>> {
  if (on === 'case') return changeCase(refundId, { [field]: value }, sender);
  const to = await callerOf(sender);
  if (!to.ok) return to;
  if (!orderId) return bad(ownProblem('malformed-message'));
  const path = `/api/v1/shipments/${encodeURIComponent(orderId)}`;
  const answer = await call(to.value, { method: 'PUT', path, json: { [field]: value } }, v.unknown());
  return answer.ok ? good(null) : answer;
}
