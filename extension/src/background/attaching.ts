/** Files a person adds, handed over piece by piece: they wait in the database until the last piece is there. */
import type { Sender } from '@/lib/browser';
import { bad, good, ownProblem, type Result } from '@/lib/result';
import type { RequestOf } from '@/domain/messages';
import { fail, fill, LARGEST, now, placed, touch } from '@/background/collecting';
import { fits, isQuotaError } from '@/background/room';
import { send } from '@/background/sending';
import { outboxOf } from '@/background/shops';
import { database, get, type Item, remove } from '@/background/store';

const MEGABYTE = 1024 * 1024;

export async function beginAttaching(message: RequestOf<'attach-begin'>, sender: Sender): Promise<Result<number>> {
  const to = await outboxOf(sender);
  if (!to.ok) return to;
  const { refund_id, order_id: orderId, what, kind, name, size, media_type: type } = message;
  if (size === 0) return bad(ownProblem('empty-file', name));
  if (size > LARGEST[what]) return bad(ownProblem('too-big', String(LARGEST[what] / MEGABYTE)));
  // The pieces and the whole are there at the same time for a moment.
  if (!(await fits(2 * size))) return bad(ownProblem('quota'));
  const provenance = { how: 'added by the seller', received: now(), file_name: name, claimed_type: type };
  return good(await placed({ to: to.value, refund_id, what, kind, name, by: 'click', how: 'added', provenance, upload: { size, type }, ...(orderId ? { order_id: orderId } : {}) }));
}

/** The sender's own unfinished upload; of no other shop. */
async function uploadOf(upload: number, sender: Sender): Promise<Item | null> {
  const to = await outboxOf(sender);
  const item = await get(upload);
  return to.ok && item?.to === to.value && item.state === 'collecting' && item.upload ? item : null;
}

export async function attachPart({ upload, at, base64 }: RequestOf<'attach-part'>, sender: Sender): Promise<Result<null>> {
  const item = await uploadOf(upload, sender);
  if (!item) return bad(ownProblem('upload-interrupted'));
  touch(upload);
  try {
    const bytes = new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))]);
    await (await database()).put('parts', { item: upload, at, bytes });
    return good(null);
  } catch (error) {
    const problem = ownProblem(isQuotaError(error) ? 'quota' : 'upload-interrupted');
    await dropParts(upload);
    await remove(upload);
    return bad(problem);
  }
}

export async function dropParts(upload: number): Promise<void> {
  const store = await database();
  for (const key of await store.getAllKeysFromIndex('parts', 'item', upload)) await store.delete('parts', key);
}

export async function endAttaching(upload: number, sender: Sender): Promise<Result<null>> {
  const item = await uploadOf(upload, sender);
  if (!item?.upload) return bad(ownProblem('upload-interrupted'));
  const parts = await (await database()).getAllFromIndex('parts', 'item', upload);
  const bytes = new Blob(parts.sort((one, other) => one.at - other.at).map((part) => part.bytes), { type: item.upload.type });
  const { size } = item.upload;
  const { upload: _, ...whole } = item;
  if (bytes.size === size) await fill(whole, bytes);
  else await fail(item, ownProblem('upload-interrupted', item.name));
  await dropParts(upload);
  void send();
  return good(null);
}
