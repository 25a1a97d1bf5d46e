/** Wires the service worker. Listeners are set at once: a woken worker must not miss what woke it. */
import { alarms, lifecycle, type Line, lines, local, messages } from '@/lib/browser';
import type { Push } from '@/domain/messages';
import { listen, silence } from '@/background/events';
import { ownProblem } from '@/lib/result';
import { inState, prune, put } from '@/background/store';
import { registerPages } from '@/background/pairing';
import { answer } from '@/background/router';
import { onProgress, RETRY_ALARM, send } from '@/background/sending';

const open = new Map<Line, string>();

function tell(message: Push): void {
  for (const line of open.keys()) line.post(message);
}

function follow(): void {
  if ([...open.values()].includes('panel')) listen((refundId) => tell({ type: 'changed', refund_id: refundId }));
  else silence();
}

async function resume(): Promise<void> {
  for (const item of await inState('collecting')) await put({ ...item, state: 'failed', problem: ownProblem('interrupted') });
  const unfinished = await inState('waiting', 'sending');
  if (unfinished.length) await send();
}

export function start(): void {
  messages.onMessage(answer);
  lines.onOpen((name, line) => {
    if (!line.sender) return;
    open.set(line, name);
    follow();
    line.onClose(() => {
      open.delete(line);
      follow();
    });
  });
  onProgress(({ refund_id: refundId, state }) => tell({ type: 'kept', refund_id: refundId, settled: state === 'done' || state === 'failed' }));
  local.onChange((keys) => {
    if (!keys.includes('connection-changed')) return;
    silence();
    follow();
  });
  alarms.onAlarm((name) => {
    if (name === RETRY_ALARM) void send();
  });
  lifecycle.onInstalled(() => {
    void registerPages();
  });
  lifecycle.onStartup(() => {
    void registerPages();
    void prune(Date.now());
  });
  void resume();
}
