/** Wires the service worker. Listeners are set at once: a woken worker must not miss what woke it. */
import { alarms, lifecycle, type Line, lines, local, messages, permissions } from '@/lib/browser';
import type { Push } from '@/domain/messages';
import { listen, silence } from '@/background/events';
import { prune, RETRY_ALARM } from '@/background/store';
import { listenToGestures, makeMenus } from '@/background/gestures';
import { recollect, resume } from '@/background/resuming';
import { updateDescriptionsDaily } from '@/background/description-updates';
import { placeOf } from '@/background/places';
import { registerPages } from '@/background/platforms';
import { answer } from '@/background/router';
import { onProgress } from '@/background/sending';
import { outboxOf } from '@/background/shops';

// What a line may be called; any other is closed at once.
const LINES = new Set(['page', 'panel']);
const DESCRIPTIONS_ALARM = 'descriptions';
const open = new Map<Line, string>();

/** News of a shop goes to the pages of that shop alone. */
async function tell(message: Push, key: string): Promise<void> {
  for (const line of [...open.keys()]) {
    const box = line.sender && (await outboxOf(line.sender));
    if (box?.ok && box.value === key && open.has(line)) line.post(message);
  }
}

function follow(): void {
  if ([...open.values()].includes('panel')) void listen((refundId, key) => void tell({ type: 'changed', refund_id: refundId }, key));
  else silence();
}

export function start(): void {
  messages.onMessage(answer);
  lines.onOpen((name, line) => {
    const from = line.sender;
    if (!from || !LINES.has(name)) {
      line.close();
      return;
    }
    open.set(line, name);
    line.onClose(() => {
      open.delete(line);
      follow();
    });
    void placeOf(from).then((place) => {
      if (place.kind === 'foreign') {
        open.delete(line);
        line.close();
      } else follow();
    });
  });
  onProgress(({ refund_id: refundId, state, to }) => void tell({ type: 'kept', refund_id: refundId, settled: state === 'done' || state === 'failed' }, to));
  local.onChange((keys) => {
    if (!keys.includes('connection-changed')) return;
    silence();
    follow();
  });
  alarms.onAlarm((name) => {
    if (name === RETRY_ALARM) void resume();
    if (name === DESCRIPTIONS_ALARM) void updateDescriptionsDaily();
  });
  listenToGestures();
  lifecycle.onInstalled(() => {
    void registerPages();
    void alarms.every(DESCRIPTIONS_ALARM, 6 * 60);
    void makeMenus();
  });
  lifecycle.onStartup(() => {
    void registerPages().then(updateDescriptionsDaily);
    void makeMenus();
    void prune(Date.now());
  });
  permissions.onAdded(() => void recollect());
  // Taken back, in our own page or the browser's: its pages get no script of ours any more.
  permissions.onRemoved(() => void registerPages());
  void resume();
}
