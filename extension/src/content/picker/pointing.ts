/** What lies under the pointer while the seller points, with the page's own reaction held back. */
import { idAt, type Mark, type MarkName } from '@/platforms/teaching';

const HELD_BACK = ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'click', 'dblclick', 'auxclick', 'contextmenu', 'touchstart', 'touchend'];

export interface Pointing {
  readonly over: (mark: Mark | null, element: Element | null) => void;
  readonly pick: (mark: Mark) => void;
  readonly cancel: () => void;
}

function textAt(element: Element, x: number, y: number): { node: Text; offset: number } | null {
  const root = element.getRootNode() as Document | ShadowRoot;
  const page = element.ownerDocument;
  const shadowRoots = root instanceof ShadowRoot ? [root] : [];
  // Younger than the oldest browser we run in; without it the element's first text is meant.
  const caret = 'caretPositionFromPoint' in page ? page.caretPositionFromPoint(x, y, { shadowRoots }) : null;
  const node = caret?.offsetNode;
  if (node instanceof Text && element.contains(node)) return { node, offset: caret?.offset ?? 0 };
  const walker = page.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let each = walker.nextNode(); each; each = walker.nextNode()) {
    if ((each as Text).data.trim()) return { node: each as Text, offset: 0 };
  }
  return null;
}

const IDS: readonly MarkName[] = ['refund_id', 'order_id'];

/** What was pointed at, as the step wants it: an id for the ids, a picture, or any text. */
function markAt(name: MarkName, element: Element, x: number, y: number): Mark | null {
  if (name === 'pictures') {
    const picture = element instanceof HTMLImageElement ? element : element.querySelector('img');
    return picture && { name, node: picture, value: '' };
  }
  const found = textAt(element, x, y);
  if (!found) return null;
  const value = IDS.includes(name) ? idAt(found.node.data, found.offset) : found.node.data.trim();
  return value ? { name, node: found.node, value } : null;
}

/** Every id the page shows, for who points with the keyboard: in the order of the page. */
export function idsShown(root: ParentNode, most = 200): Mark[] {
  const marks: Mark[] = [];
  const walk = (node: Node): void => {
    for (const child of node.childNodes) {
      if (marks.length >= most) return;
      if (child instanceof Text) {
        const value = child.parentElement?.checkVisibility() ? idAt(child.data, 0) : null;
        if (value) marks.push({ name: 'refund_id', node: child, value });
      } else if (child instanceof Element && !/^(?:SCRIPT|STYLE|TEMPLATE|NOSCRIPT|TEXTAREA|RETURNPROOF-.*)$/.test(child.tagName)) {
        if (child.shadowRoot) walk(child.shadowRoot);
        walk(child);
      }
    }
  };
  walk(root);
  return marks;
}

export function point(host: HTMLElement, wanted: () => MarkName | null, { over, pick, cancel }: Pointing, signal: AbortSignal): void {
  const under = (event: Event): Element | null => {
    const [target] = event.composedPath();
    return target instanceof Element && !event.composedPath().includes(host) ? target : null;
  };
  for (const type of HELD_BACK) {
    addEventListener(type, (event) => {
      const name = wanted();
      const element = under(event);
      if (!element || name === null) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (type !== 'click' || !event.isTrusted || !(event instanceof MouseEvent)) return;
      const mark = markAt(name, element, event.clientX, event.clientY);
      if (mark) pick(mark);
    }, { signal, capture: true, passive: false });
  }
  addEventListener('mousemove', (event) => {
    const name = wanted();
    const element = under(event);
    over(element && name ? markAt(name, element, event.clientX, event.clientY) : null, element);
  }, { signal, capture: true, passive: true });
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    cancel();
  }, { signal, capture: true });
}
