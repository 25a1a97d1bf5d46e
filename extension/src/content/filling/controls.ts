/** The fields of a page in which words or files can be put, and the words that stand at them. */
import { up } from '@/platforms/leaves';
import { clean } from '@/platforms/text';

export type TextField = HTMLTextAreaElement | HTMLInputElement | HTMLElement;

const TEXT_FIELDS = 'textarea,input:not([type]),input[type=text],[contenteditable]:not([contenteditable=false])';
const FILE_FIELDS = 'input[type=file]';
const FIELDS = `${TEXT_FIELDS},${FILE_FIELDS},select,input`;
const CLIMB = 7;
const NEAREST = 12;
const LONGEST = 60;

/** Whether a person can see it; a browser that cannot tell is believed to show it unless hidden outright. */
export function isShown(element: Element): boolean {
  if (typeof element.checkVisibility === 'function') return element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  return element.isConnected && element.closest('[hidden]') === null;
}

export const textFields = (root: ParentNode): TextField[] => [...root.querySelectorAll<TextField>(TEXT_FIELDS)].filter(isShown);

/** Component libraries hide the input itself and show what stands around it. */
export const fileFields = (root: ParentNode): HTMLInputElement[] =>
  [...root.querySelectorAll<HTMLInputElement>(FILE_FIELDS)].filter((input) => isShown(input) || (input.parentElement !== null && isShown(input.parentElement)));

/** `* 拒绝说明（选填）：` as `拒绝说明`; `请填写拒绝说明，买家可见` as it stands and without the asking. */
function labelTexts(text: string): string[] {
  const bare = clean(text).replace(/^[*※·•]+/u, '').replace(/[:([【,，。;；!].*$/su, '').replace(/\*$/, '');
  return [bare, bare.replace(/^请?(?:填写|输入|上传|添加)(?=.{2,})/u, '')].filter(Boolean);
}

function named(field: Element): string[] {
  const root = field.getRootNode() as Document | ShadowRoot;
  const ids = (field.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean);
  const byId = ids.map((id) => root.getElementById(id)?.textContent ?? '');
  const labels = 'labels' in field ? [...((field as HTMLInputElement).labels ?? [])].map((label) => label.textContent) : [];
  return [field.getAttribute('aria-label') ?? '', ...byId, ...labels];
}

/** Texts before the field, the nearest first, as far as no other field stands in between. */
function textsBefore(field: Element): string[] {
  const found: string[] = [];
  let branch: Node = field;
  for (let step = 0; step < CLIMB; step += 1) {
    for (let sibling = branch.previousSibling; sibling; sibling = sibling.previousSibling) {
      if (sibling instanceof Element && (sibling.matches(FIELDS) || sibling.querySelector(FIELDS))) return found;
      found.push(...textsIn(sibling).reverse());
      if (found.length > NEAREST) return found;
    }
    const parent = up(branch);
    if (!(parent instanceof Element) && !(parent instanceof ShadowRoot)) break;
    branch = parent;
    if (parent instanceof Element && /^(?:FORM|BODY|DIALOG)$/.test(parent.tagName)) break;
  }
  return found;
}

export function textsIn(node: Node): string[] {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue?.trim() ? [node.nodeValue] : [];
  if (!(node instanceof Element) || /^(?:SCRIPT|STYLE|TEMPLATE|NOSCRIPT)$/.test(node.tagName)) return [];
  return [...node.childNodes].flatMap(textsIn);
}

/** What stands at a field, the likeliest first: its own name, the words before it, its placeholder. */
export function labelsOf(field: Element): string[] {
  // A button of an upload names it too: `上传凭证`.
  const around = field.matches(FILE_FIELDS) ? textsIn(up(field) as Node).slice(0, 4) : [];
  const inside = [field.getAttribute('placeholder') ?? '', field.getAttribute('data-placeholder') ?? '', field.getAttribute('title') ?? ''];
  const texts = [...named(field), ...textsBefore(field), ...around, ...inside];
  return [...new Set(texts.filter((text) => text.length <= LONGEST).flatMap(labelTexts))];
}

/** The part of the form around one field that holds no other: where its hints and lists stand. */
export function itemOf(field: Element, scope: Element): Element {
  let item: Element = field;
  for (let parent = up(field); parent instanceof Element && parent !== scope && scope.contains(parent); parent = up(parent)) {
    const others = [...parent.querySelectorAll(FIELDS)].some((other) => other !== field && !(other as HTMLInputElement).disabled && !item.contains(other));
    if (others) break;
    item = parent;
  }
  return item;
}
