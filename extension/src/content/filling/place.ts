/** Where the offer stands: beside the form, over none of its fields, and in reach while it is modal. */

const WIDTH = 340;
const GAP = 12;

/** A modal `<dialog>` makes all outside of it unreachable: the offer must lie within. */
export function mountFor(scope: Element): Element {
  const dialog = scope.closest('dialog');
  return dialog?.matches(':modal') ? dialog : document.documentElement;
}

export function placeBeside(host: HTMLElement, scope: Element): void {
  const box = scope.getBoundingClientRect();
  // Some libraries give the name of dialog to the layer over the whole page; its largest box is the dialog itself.
  const wide = box.width > innerWidth * 0.9 ? innermost(scope, box) : box;
  const right = innerWidth - wide.right;
  const side = right >= WIDTH + GAP ? { left: wide.right + GAP } : wide.left >= WIDTH + GAP ? { left: wide.left - WIDTH - GAP } : null;
  const top = Math.max(GAP, Math.min(wide.top, innerHeight - 240));
  host.style.setProperty('--left', `${side ? side.left : innerWidth - WIDTH - GAP}px`);
  host.style.setProperty('--top', side ? `${top}px` : 'auto');
  host.style.setProperty('--bottom', side ? 'auto' : `${GAP}px`);
  host.style.setProperty('--height', side ? `${innerHeight - top - GAP}px` : '60vh');
}

function innermost(scope: Element, outer: DOMRect): DOMRect {
  let box = outer;
  const holder = (at: Element): Element | undefined => [...at.children].find((child) => child.querySelector('textarea,input') !== null);
  for (let at = holder(scope); at && box.width >= innerWidth * 0.9; at = holder(at)) box = at.getBoundingClientRect();
  return box;
}
