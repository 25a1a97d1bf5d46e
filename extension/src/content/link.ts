/** The content script's side of the line to the service worker. */
import * as v from 'valibot';
import { isAlive, type Line, lines, messages } from '@/lib/browser';
import { bad, ownProblem, type Result } from '@/lib/result';
import { type Push, push, type Request } from '@/domain/messages';

/** The worker may have been shut down; asking wakes it. A dead extension answers nothing at all. */
export async function askWorker<Value>(request: Request): Promise<Result<Value>> {
  if (!isAlive()) return bad(ownProblem('extension-gone'));
  try {
    const answer = await messages.send(request);
    if (typeof answer === 'object' && answer !== null && 'ok' in answer) return answer as Result<Value>;
    return bad(ownProblem('no-worker'));
  } catch {
    return bad(ownProblem(isAlive() ? 'no-worker' : 'extension-gone'));
  }
}

/** Keeps a line open for news until the signal ends it; a stopped worker is called again. */
export function keepLine(name: 'page' | 'panel', heard: (message: Push) => void, signal: AbortSignal): void {
  let line: Line | null = null;
  let delay = 500;
  const connect = (): void => {
    if (signal.aborted || !isAlive()) return;
    const opened = lines.open(name);
    line = opened;
    const since = Date.now();
    opened.onMessage((message) => {
      const parsed = v.safeParse(push, message);
      if (parsed.success) heard(parsed.output);
    });
    opened.onClose(() => {
      line = null;
      delay = Date.now() - since > 10_000 ? 500 : Math.min(delay * 2, 30_000);
      setTimeout(connect, delay);
    });
  };
  signal.addEventListener('abort', () => line?.close());
  connect();
}

export function hear(heard: (message: Push) => void, signal: AbortSignal): void {
  messages.onMessage((message) => {
    const parsed = v.safeParse(push, message);
    if (!parsed.success || signal.aborted) return null;
    heard(parsed.output);
    return Promise.resolve(true);
  });
}
