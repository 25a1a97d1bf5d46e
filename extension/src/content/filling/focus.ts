/**
 * A dialog of a component library keeps the focus inside itself, and would take it back from our
 * own field. What it would hear of that is stopped before it gets there; nothing else is.
 */
export function keepFocus(host: HTMLElement, signal: AbortSignal): void {
  const isOurs = (target: EventTarget | null): boolean => target === host;
  const stop = (event: FocusEvent): void => {
    if (isOurs(event.target) || isOurs(event.relatedTarget)) event.stopImmediatePropagation();
  };
  addEventListener('focusin', stop, { signal, capture: true });
  addEventListener('focusout', stop, { signal, capture: true });
}
