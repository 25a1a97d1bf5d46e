/** Begins a page visit if this page belongs to a platform, and ends it when the extension goes. */
import { isAlive, local } from '@/lib/browser';
import type { Greeting } from '@/domain/panel-state';
import { watchAccount } from '@/content/account';
import { askWorker } from '@/content/link';
import { Visit } from '@/content/visit';
import { readDescription } from '@/platforms/description';

const CHECK_MS = 2000;
const VISIT = crypto.randomUUID();

async function greet(): Promise<Greeting | null> {
  const answer = await askWorker<Greeting>({ type: 'hello', visit: VISIT });
  return answer.ok ? answer.value : null;
}

const ready = (): Promise<void> =>
  new Promise((resolve) => {
    if (document.readyState !== 'loading') resolve();
    else document.addEventListener('DOMContentLoaded', () => resolve(), { once: true });
  });

export async function start(): Promise<void> {
  const greeting = await greet();
  const platform = readDescription(greeting?.platform);
  if (!greeting || !platform.ok) return;
  await ready();
  const ending = new AbortController();
  watchAccount(platform.value, ending.signal);
  const visit = new Visit(platform.value, greeting, ending.signal);
  local.onChange((keys) => {
    if (ending.signal.aborted || !(keys.includes('connection-changed') || keys.includes('language'))) return;
    void greet().then((again) => again && visit.greeted(again));
  });
  // An updated or removed extension leaves this script behind: it tidies up and falls silent.
  const timer = setInterval(() => {
    if (isAlive()) return;
    clearInterval(timer);
    ending.abort();
  }, CHECK_MS);
}
