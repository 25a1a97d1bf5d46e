/** Begins a page visit if this page belongs to a platform, and ends it when the extension goes. */
import { isAlive, local } from '@/lib/browser';
import type { Greeting } from '@/domain/panel-state';
import { watchAccount } from '@/content/account';
import { askWorker } from '@/content/link';
import { succeed } from '@/content/succession';
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

interface Begun {
  readonly visit: Visit;
  readonly ending: AbortController;
  /** The description it reads by, to tell when that was renewed. */
  readonly by: string;
}

function begin(greeting: Greeting): Begun | null {
  const platform = readDescription(greeting.platform);
  if (!platform.ok) return null;
  const ending = new AbortController();
  watchAccount(platform.value, ending.signal);
  return { visit: new Visit(platform.value, greeting, ending.signal), ending, by: JSON.stringify(greeting.platform) };
}

// Of this script's own world: an updated extension begins in a new one.
const world = globalThis as typeof globalThis & { returnproofBegun?: boolean; returnproofAgain?: boolean };

const wantedAgain = (): boolean => world.returnproofAgain === true;

/** Null when the worker knows nothing of the page; whoever wanted to begin meanwhile knew of a reason to ask again. */
async function greetUntilTold(): Promise<Greeting | null> {
  world.returnproofAgain = false;
  const greeting = await greet();
  return greeting ?? (wantedAgain() ? greetUntilTold() : null);
}

/** Does nothing in a page where it has begun; where the worker knew nothing of the page, it asks again. */
export async function start(): Promise<void> {
  if (world.returnproofBegun) {
    world.returnproofAgain = true;
    return;
  }
  world.returnproofBegun = true;
  const greeting = await greetUntilTold();
  if (!greeting) {
    world.returnproofBegun = false;
    return;
  }
  await ready();
  let begun: Begun | null = null;
  const end = (): void => {
    begun?.ending.abort();
    begun = null;
  };
  succeed(end);
  begun = begin(greeting);
  const again = (next: Greeting): void => {
    if (begun && begun.by === JSON.stringify(next.platform)) {
      begun.visit.greeted(next);
      return;
    }
    // Another description, or none any more: what was read by the former one goes with it.
    begun?.ending.abort();
    begun = begin(next);
  };
  local.onChange((keys) => {
    if (!isAlive() || !(keys.includes('connection-changed') || keys.includes('language'))) return;
    void greet().then((next) => next && again(next));
  });
  // An updated or removed extension leaves this script behind: it tidies up and falls silent.
  const timer = setInterval(() => {
    if (isAlive()) return;
    clearInterval(timer);
    end();
  }, CHECK_MS);
}
