/** What the service worker tells our own pages, for as long as they are open. */
import * as v from 'valibot';
import { isAlive, type Line, lines } from '@/lib/browser';
import { type Push, push } from '@/domain/messages';

const FIRST_MS = 500;
const MOST_MS = 30_000;

/** A stopped worker is called again; the line named `panel` keeps the server's events coming. */
export function followNews(heard: (message: Push) => void, signal: AbortSignal): void {
  let line: Line | null = null;
  let pause = FIRST_MS;
  const connect = (): void => {
    if (signal.aborted || !isAlive()) return;
    const since = Date.now();
    line = lines.open('panel');
    line.onMessage((message) => {
      const parsed = v.safeParse(push, message);
      if (parsed.success) heard(parsed.output);
    });
    line.onClose(() => {
      pause = Date.now() - since > 10_000 ? FIRST_MS : Math.min(pause * 2, MOST_MS);
      setTimeout(connect, pause);
    });
  };
  signal.addEventListener('abort', () => line?.close());
  connect();
}
