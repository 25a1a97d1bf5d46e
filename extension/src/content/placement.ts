/** Puts badges into a free spot of their rows: those in view or near it, each as soon as its row is laid out. */
import { lookAround, spotIn, type Surroundings } from '@/content/fitting';
import { type BadgeView, type Said, widthsOf } from '@/ui/badge';

export interface Placeable {
  readonly host: HTMLElement;
  readonly view: BadgeView;
  readonly record: { readonly container: Element; readonly seen: readonly { readonly node: Text }[] };
  said: Said | null;
  /** What lay around it when it was last looked at; null once its page may have changed. */
  around: Surroundings | null;
}

/** As far outside the window, or the box its list scrolls in, a badge counts as in view. */
const MARGIN = 300;

function look(badge: Placeable): void {
  badge.around ??= lookAround(badge.host, badge.record.container, badge.record.seen.map(({ node }) => node));
}

function put({ view, around, said }: Placeable): void {
  if (!around || !said) return;
  const { form, left, top } = spotIn(around, widthsOf(said));
  view.place(form, left, top);
}

function isNear({ isIntersecting, boundingClientRect: { top, bottom, left } }: IntersectionObserverEntry): boolean {
  if (isIntersecting) return true;
  // A row kept ready outside a list's own scroll box; what is not laid out at all has no place.
  return bottom > -MARGIN && top < innerHeight + MARGIN && (top !== 0 || left !== 0);
}

/**
 * The browser says where a badge is once it has laid the page out for its own painting, so asking
 * costs the page no layout of its own; what nobody is near to is not looked at.
 */
export class Placement {
  private readonly waiting = new Map<Element, Placeable>();
  private readonly observer: IntersectionObserver;

  constructor(signal: AbortSignal) {
    const near = { rootMargin: `${MARGIN}px`, scrollMargin: `${MARGIN}px` };
    this.observer = new IntersectionObserver((entries) => this.placeNear(entries), near);
    signal.addEventListener('abort', () => this.observer.disconnect());
  }

  /** Places it, or places it anew, as soon as it is near. */
  want(badge: Placeable): void {
    this.forget(badge);
    this.waiting.set(badge.host, badge);
    this.observer.observe(badge.host);
  }

  forget({ host }: Placeable): void {
    if (this.waiting.delete(host)) this.observer.unobserve(host);
  }

  private placeNear(entries: readonly IntersectionObserverEntry[]): void {
    const near = new Set<Placeable>();
    for (const entry of entries) {
      const badge = this.waiting.get(entry.target);
      if (badge?.host.isConnected && isNear(entry)) near.add(badge);
    }
    // All is read before the first is written.
    for (const badge of near) {
      this.forget(badge);
      look(badge);
    }
    for (const badge of near) put(badge);
  }
}
