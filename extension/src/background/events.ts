/** One event stream for each paired shop, open while any panel is; else polling is enough. */
import { ask } from '@/lib/api-client';
import { session } from '@/lib/browser';
import { callerFor, type Connection, connections, keyOf } from '@/background/connection';

type Changed = (refundId: string | null, shop: string) => void;
type Heard = (refundId: string | null) => void;

const LAST = 'last-event-id';
const open = new Map<string, AbortController>();

interface Event {
  readonly id: string | null;
  readonly name: string;
  readonly data: string;
}

function eventOf(block: string): Event {
  let id: string | null = null;
  let name = 'message';
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const value = line.replace(/^[a-z]+: ?/, '');
    if (line.startsWith('id:')) id = value;
    else if (line.startsWith('event:')) name = value;
    else if (line.startsWith('data:')) data.push(value);
  }
  return { id, name, data: data.join('\n') };
}

function refundOf(event: Event): string | null {
  try {
    const data: unknown = JSON.parse(event.data);
    return typeof data === 'object' && data !== null && 'refund_id' in data && typeof data.refund_id === 'string' ? data.refund_id : null;
  } catch {
    return null;
  }
}

async function handle(block: string, key: string, changed: Heard): Promise<void> {
  const event = eventOf(block);
  if (event.id) await session.set(`${LAST} ${key}`, event.id);
  if (event.name === 'ready' || event.name === 'message') return;
  changed(event.name === 'reset' ? null : refundOf(event));
}

/** Reads until the stream ends; false when there was none to read. */
async function readStream(shop: Connection, signal: AbortSignal, changed: Heard): Promise<boolean> {
  const to = await callerFor(shop);
  const key = keyOf(shop);
  const last = await session.get(`${LAST} ${key}`);
  const headers = { Accept: 'text/event-stream', ...(typeof last === 'string' ? { 'Last-Event-ID': last } : {}) };
  const answer = await ask(to, { path: '/api/v1/events', headers, signal, timeoutMs: 3_600_000 });
  if (!answer.ok || !answer.value.ok || !answer.value.body) return false;
  const reader = answer.value.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return true;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) await handle(block, key, changed);
  }
}

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

const isOver = (signal: AbortSignal): boolean => signal.aborted;

async function follow(shop: Connection, signal: AbortSignal, changed: Heard): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    const read = await readStream(shop, signal, changed).catch(() => false);
    failures = read ? 0 : failures + 1;
    // Without a stream this is the poll: whoever shows something asks again.
    if (!read && !isOver(signal)) changed(null);
    await wait(Math.min(1000 * 2 ** failures, 15_000));
  }
}

export async function listen(changed: Changed): Promise<void> {
  for (const shop of await connections()) {
    const key = keyOf(shop);
    if (open.has(key)) continue;
    const stop = new AbortController();
    open.set(key, stop);
    void follow(shop, stop.signal, (refundId) => changed(refundId, key));
  }
}

export function silence(): void {
  for (const stop of open.values()) stop.abort();
  open.clear();
}
