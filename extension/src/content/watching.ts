/** Tells of changes in the page and of its address, through open shadow roots, until the visit ends. */
import { isOurs } from '@/content/hosts';

// Between scans the page has the main thread for this many times as long as the last one took.
const SHARE = 8;
const LEAST_PAUSE_MS = 16;
const MOST_PAUSE_MS = 400;
const LATE_ROOTS_MS = 1000;
const ELEMENTS_AT_ONCE = 1500;
const WATCHED: MutationObserverInit = {
  childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ['hidden', 'href', 'title', 'open', 'aria-modal', 'aria-hidden'],
};

const TICK = /^[\d\s天日小时分秒钟:：剩余还后]{2,24}$/u;

/** `1时2分3秒`: no id, label or value of ours looks so, and a page may write hundreds of them each second. */
const isTick = (text: string): boolean => TICK.test(text) && /[天时分秒:：]/u.test(text) && !/\d{4}/.test(text);

function matters(record: MutationRecord): boolean {
  if (record.type === 'attributes') return true;
  if (record.type === 'characterData') return !isTick((record.target as Text).data) && !isTick(record.target.parentNode?.textContent ?? '');
  const nodes = [...record.addedNodes, ...record.removedNodes];
  if (nodes.every((node) => node.nodeType === Node.TEXT_NODE)) return !isTick(record.target.textContent ?? '');
  return nodes.some((node) => !isOurs(node));
}

/**
 * Right after the next frame: the page's own rows are painted first, and by then it has computed its
 * styles for that, so that asking for them costs nothing twice. A hidden page has no frames.
 */
function soon(run: () => void): void {
  if (document.hidden) setTimeout(run, 0);
  else requestAnimationFrame(() => setTimeout(run, 0));
}

export interface Watching {
  readonly follow: (roots: readonly ShadowRoot[]) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly request: () => void;
}

/**
 * `atOnce` runs before the next frame is painted, at every change that is not ours; `scan` runs in
 * that frame too when there was quiet or it is cheap, and later on a page that keeps it busy.
 */
export function watch(atOnce: () => void, scan: () => void, signal: AbortSignal): Watching {
  const followed = new WeakSet<ShadowRoot>();
  let waiting = 0;
  let isDue = false;
  let next = 0;
  let paused = false;
  const run = (): void => {
    waiting = 0;
    isDue = false;
    if (signal.aborted || paused) return;
    const begun = performance.now();
    scan();
    const ended = performance.now();
    next = ended + Math.min(MOST_PAUSE_MS, Math.max(LEAST_PAUSE_MS, (ended - begun) * SHARE));
  };
  const request = (): void => {
    if (waiting || isDue || signal.aborted || paused) return;
    const rest = next - performance.now();
    if (rest > 0) waiting = window.setTimeout(run, rest);
    else {
      isDue = true;
      soon(run);
    }
  };
  const observer = new MutationObserver((records) => {
    if (paused || !records.some(matters)) return;
    atOnce();
    request();
  });
  observer.observe(document, WATCHED);
  let address = location.href;
  const atAddress = (): void => {
    if (location.href === address) return;
    address = location.href;
    atOnce();
    request();
  };
  window.addEventListener('popstate', atAddress, { signal });
  window.addEventListener('hashchange', atAddress, { signal });
  const { navigation } = window as { navigation?: EventTarget };
  navigation?.addEventListener('currententrychange', atAddress, { signal });
  // A shadow root attached late raises no event; an address pushed by script not in every browser.
  const late = new LateRoots(followed);
  const timer = window.setInterval(() => {
    atAddress();
    if (!document.hidden && late.look()) request();
  }, LATE_ROOTS_MS);
  signal.addEventListener('abort', () => {
    observer.disconnect();
    clearInterval(timer);
    clearTimeout(waiting);
  });
  return {
    follow: (roots) => {
      for (const root of roots) {
        if (followed.has(root)) continue;
        followed.add(root);
        observer.observe(root, WATCHED);
      }
    },
    pause: () => {
      paused = true;
    },
    resume: () => {
      observer.takeRecords();
      paused = false;
      request();
    },
    request,
  };
}

/** Looks for shadow roots attached late, some elements of the page at a time, round and round. */
class LateRoots {
  private readonly elements = document.getElementsByTagName('*');
  private at = 0;

  constructor(private readonly followed: WeakSet<ShadowRoot>) {}

  /** Whether one of the next elements has a root that is not followed yet. */
  look(): boolean {
    const { elements } = this;
    const end = Math.min(this.at + ELEMENTS_AT_ONCE, elements.length);
    for (let at = this.at; at < end; at += 1) {
      const root = elements[at]?.shadowRoot;
      if (root && !this.followed.has(root) && !isOurs(root.host)) return true;
    }
    this.at = end < elements.length ? end : 0;
    return false;
  }
}
