/** Our own elements in the page. */

export const BADGE = 'returnproof-badge';
export const PANEL = 'returnproof-panel';
export const FILLING = 'returnproof-filling';
export const FILTER = 'returnproof-filter';
export const PICKER = 'returnproof-picker';
export const NAMES = [BADGE, PANEL, FILLING, FILTER, PICKER];

export const isOurs = (node: Node): boolean => node instanceof Element && NAMES.includes(node.localName);

const made = new WeakMap<Element, ShadowRoot>();

const KEPT_IN = ['click', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'keydown', 'keyup', 'keypress', 'input', 'change', 'paste', 'dblclick', 'contextmenu', 'wheel', 'touchstart'];
const PASSIVE = { passive: true };
// One function for all: a list has many hosts.
const keepIn = (event: Event): void => event.stopPropagation();

/** An element of ours with its shadow root; events inside stay inside. */
export function makeHost(name: string, sheet: CSSStyleSheet): { host: HTMLElement; root: ShadowRoot } {
  const host = document.createElement(name);
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  made.set(host, root);
  for (const type of KEPT_IN) host.addEventListener(type, keepIn, PASSIVE);
  return { host, root };
}

/** Only elements this very script made are ours; the page may make others of the same name. */
export const isMade = (element: Element): boolean => made.has(element);

export function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
