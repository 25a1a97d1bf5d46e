/** One event stream for the whole browser, open while any panel is; else polling is enough. */
import { ask } from '@/lib/api-client';
import { session } from '@/lib/browser';
import { caller } from '@/background/connection';

type Changed = (refundId: string | null) => void;

const LAST = 'last-event-id';
let stop: AbortController | null = null;

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

async function handle(block: string, changed: Changed): Promise<void> {
  const event = eventOf(block);
  if (event.id) await session.set(LAST, event.id);
  if (event.name === 'ready' || event.name === 'message') return;
  changed(event.name === 'reset' ? null : refundOf(event));
}

/** Reads until the stream ends; false when there was none to read. */
async function readStream(signal: AbortSignal, changed: Changed): Promise<boolean> {
  const to = await caller();
  if (!to) return false;
  const last = await session.get(LAST);
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
    for (const block of blocks) await handle(block, changed);
  }
}

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

const isOver = (signal: AbortSignal): boolean => signal.aborted;

async function follow(signal: AbortSignal, changed: Changed): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    const read = await readStream(signal, changed).catch(() => false);
    failures = read ? 0 : failures + 1;
    // Without a stream this is the poll: whoever shows something asks again.
    if (!read && !isOver(signal)) changed(null);
    await wait(Math.min(1000 * 2 ** failures, 15_000));
  }
}

export function listen(changed: Changed): void {
  if (stop) return;
  stop = new AbortController();
  void follow(stop.signal, changed);
}

export function silence(): void {
  stop?.abort();
  stop = null;
}
