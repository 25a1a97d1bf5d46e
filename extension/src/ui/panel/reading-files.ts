/** Hands a file to the service worker piece by piece: a message of the browser holds at most 64 MB, a film is larger. */
import { bad, ownProblem, type Result } from '@/lib/result';
import type { Request, RequestOf } from '@/domain/messages';

type Asking = <Value>(request: Request) => Promise<Result<Value>>;
export type Target = Pick<RequestOf<'attach-begin'>, 'refund_id' | 'order_id' | 'what' | 'kind'>;

const PIECE = 6 * 1024 * 1024;

/** Base64 of the bytes; null when the file cannot be read (any more). */
function textOf(piece: Blob): Promise<string | null> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result.replace(/^[^,]*,/, '') : null);
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(piece);
  });
}

export async function handOver(ask: Asking, file: File, target: Target): Promise<Result<unknown>> {
  const begun = await ask<number>({ type: 'attach-begin', ...target, name: file.name.slice(0, 200), media_type: file.type.slice(0, 100), size: file.size });
  if (!begun.ok) return begun;
  const upload = begun.value;
  for (let at = 0; at * PIECE < file.size; at += 1) {
    const base64 = await textOf(file.slice(at * PIECE, (at + 1) * PIECE));
    if (base64 === null) return bad(ownProblem('file-unreadable', file.name));
    const answer = await ask({ type: 'attach-part', upload, at, base64 });
    if (!answer.ok) return answer;
  }
  return ask({ type: 'attach-end', upload });
}
