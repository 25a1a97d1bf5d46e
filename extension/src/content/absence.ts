/** Our elements out of the page for as long as it is archived, and back where they were, with their focus. */
import { ABSENCE, type Leave } from '@/domain/absence';
import { BADGE, NAMES } from '@/content/hosts';

// A worker that stopped in the middle must not leave the page without us.
const LONGEST_MS = 15_000;
const OURS = NAMES.join();

interface Scrolled {
  readonly element: Element;
  readonly left: number;
  readonly top: number;
}

interface Taken {
  readonly parent: Node;
  readonly before: Node | null;
  readonly focused: HTMLElement | null;
  readonly scrolled: readonly Scrolled[];
}

/** An element forgets where it was scrolled once it leaves the page; a badge has nothing to scroll. */
function scrolledIn(host: Element): Scrolled[] {
  if (host.localName === BADGE) return [];
  const all = [...(host.shadowRoot?.querySelectorAll('*') ?? [])];
  return all.flatMap((element) => (element.scrollTop || element.scrollLeft ? [{ element, left: element.scrollLeft, top: element.scrollTop }] : []));
}

/** The document and every open shadow root in it that is not ours. */
function rootsOf(root: Document | ShadowRoot): (Document | ShadowRoot)[] {
  const inner = [...root.querySelectorAll('*')].flatMap(({ shadowRoot, localName }) => (shadowRoot && !NAMES.includes(localName) ? [shadowRoot] : []));
  return [root, ...inner.flatMap(rootsOf)];
}

class Absence implements Leave {
  private readonly taken = new Map<Element, Taken>();
  private readonly returning = new MutationObserver(() => this.take());
  private roots: (Document | ShadowRoot)[] = [];
  private timer = 0;
  private over: () => void = () => undefined;

  begin(over: () => void): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.end(), LONGEST_MS);
    this.over = over;
    this.roots = rootsOf(document);
    this.take();
    // News may draw an element of ours anew meanwhile: it leaves before anything can be read.
    for (const root of this.roots) this.returning.observe(root, { childList: true, subtree: true });
  }

  private take(): void {
    for (const root of this.roots) {
      for (const host of root.querySelectorAll(OURS)) {
        const parent = host.parentNode;
        if (!parent) continue;
        const focused = host.shadowRoot?.activeElement;
        const first = this.taken.get(host);
        this.taken.set(host, {
          parent, before: host.nextSibling, focused: focused instanceof HTMLElement ? focused : (first?.focused ?? null), scrolled: first?.scrolled ?? scrolledIn(host),
        });
        host.remove();
      }
    }
  }

  end(): void {
    clearTimeout(this.timer);
    this.returning.disconnect();
    const back = [...this.taken].reverse();
    this.taken.clear();
    for (const [host, { parent, before, focused, scrolled }] of back) {
      if (!parent.isConnected || host.isConnected) continue;
      parent.insertBefore(host, before?.parentNode === parent ? before : null);
      for (const { element, left, top } of scrolled) element.scrollTo({ left, top, behavior: 'instant' });
      const { activeElement } = document;
      if (focused && (activeElement === null || activeElement === document.body)) focused.focus({ preventScroll: true });
    }
    this.over();
  }
}

export function standReady(): void {
  (globalThis as unknown as Record<symbol, Leave | undefined>)[ABSENCE] ??= new Absence();
}
