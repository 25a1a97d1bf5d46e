/** When the panel stands in the way: a dialog of the platform is open, or a control under it has focus. */
import { isOurs } from '@/content/hosts';

const DIALOGS = '[role="dialog"],[role="alertdialog"],[aria-modal="true"],dialog[open]';

const isShown = (element: Element): boolean =>
  (typeof element.checkVisibility !== 'function' || element.checkVisibility({ visibilityProperty: true })) &&
  element.getBoundingClientRect().width > 0;

export function isDialogOpen(): boolean {
  return [...document.querySelectorAll(DIALOGS)].some((element) => !isOurs(element) && isShown(element));
}

/** Whether an element lies under a box, for at least a part that matters. */
export function isUnder(element: Element, box: DOMRect): boolean {
  if (element === document.body || element === document.documentElement) return false;
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const width = Math.min(right, box.right) - Math.max(left, box.left);
  const height = Math.min(bottom, box.bottom) - Math.max(top, box.top);
  return width > 4 && height > 4;
}

/** Calls `change` with whether the panel shall give way; `box` is where it stands, or would. */
export function watchYielding(box: () => DOMRect | null, change: (yields: boolean) => void, signal: AbortSignal): { check: () => void } {
  let focused: Element | null = null;
  let opened: DOMRect | null = null;
  const check = (): void => {
    opened = box() ?? opened;
    const isCovered = focused?.isConnected === true && opened !== null && isUnder(focused, opened);
    change(isCovered || isDialogOpen());
  };
  document.addEventListener('focusin', (event) => {
    const { target } = event;
    focused = target instanceof Element && !isOurs(target) ? target : null;
    check();
  }, { signal });
  document.addEventListener('focusout', () => {
    focused = null;
    setTimeout(check, 150);
  }, { signal });
  return { check };
}
