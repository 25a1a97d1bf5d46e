/** Finds the platform's own forms by what is written at them: titles and labels, never class names. */
import type { Description, FormWords } from '@/platforms/description';
import { type FormKind, formKinds } from '@/platforms/form-kinds';
import { up } from '@/platforms/leaves';
import { clean } from '@/platforms/text';
import { fileFields, isShown, labelsOf, type TextField, textFields, textsIn } from '@/content/filling/controls';

export interface PlatformForm {
  readonly kind: FormKind;
  readonly words: FormWords;
  /** The dialog, form or block all of it lies in. */
  readonly scope: Element;
  readonly text: TextField | null;
  readonly pictures: HTMLInputElement | null;
  /** Where files can be dropped, when there is no input for them. */
  readonly drop: HTMLElement | null;
}

const DIALOG = '[role=dialog],[role=alertdialog],[aria-modal=true],dialog';
const HEADING = 'h1,h2,h3,h4,h5,h6,legend,[role=heading]';
const PRESSED = 'button,a,[role=button],[role=tab],[role=menuitem],[role=option],select,option,label,td,th';
const CLIMB = 8;
const LONGEST_TITLE = 24;

function closest(from: Element, selector: string): Element | null {
  for (let at: Node | null = from; at; at = up(at)) {
    if (at instanceof Element && at.matches(selector)) return at;
  }
  return null;
}

const isBefore = (one: Node, other: Node): boolean => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

/** The names a block is given: its accessible name, its headings before the field, and short lines of their own there. */
function titlesOf(scope: Element, field: Element, isDialog: boolean): { whole: string[]; parts: string[] } {
  const root = scope.getRootNode() as Document | ShadowRoot;
  const ids = (scope.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean);
  const parts = [scope.getAttribute('aria-label') ?? '', ...ids.map((id) => root.getElementById(id)?.textContent ?? '')];
  for (const heading of scope.querySelectorAll(HEADING)) if (isBefore(heading, field) && isShown(heading)) parts.push(heading.textContent);
  const whole: string[] = [];
  for (const node of leavesBefore(scope, field)) {
    const holder = node.parentElement;
    if (!holder || closest(holder, PRESSED) || !isShown(holder)) continue;
    whole.push(node.data);
    if (whole.length > (isDialog ? 6 : 30)) break;
  }
  const short = (texts: readonly string[]): string[] => texts.map(clean).filter((text) => text !== '' && text.length <= LONGEST_TITLE);
  return { whole: short(whole), parts: short(parts) };
}

function* leavesBefore(scope: Element, field: Element): Generator<Text> {
  const walker = scope.ownerDocument.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!isBefore(node, field)) return;
    if ((node as Text).data.trim()) yield node as Text;
  }
}

const kindsIn = (platform: Description): [FormKind, FormWords][] =>
  formKinds.flatMap((kind) => {
    const words = platform.forms.kinds[kind];
    return words ? [[kind, words] as [FormKind, FormWords]] : [];
  });

const longestFirst = (words: readonly string[]): string[] => words.map(clean).sort((one, other) => other.length - one.length);

/** By title; of several titles that fit, the longest says most. */
function kindByTitle(platform: Description, scope: Element, field: Element, isDialog: boolean): FormKind | null {
  const { whole, parts } = titlesOf(scope, field, isDialog);
  let best: { kind: FormKind; length: number } | null = null;
  for (const [kind, words] of kindsIn(platform)) {
    const fitting = longestFirst(words.titles).find((title) => parts.some((part) => part.includes(title)) || whole.includes(title));
    if (fitting && fitting.length > (best?.length ?? 0)) best = { kind, length: fitting.length };
  }
  return best?.kind ?? null;
}

const has = (words: readonly string[], labels: readonly string[]): boolean => {
  const set = new Set(words.map(clean));
  return labels.some((label) => set.has(label));
};

/** By a label that only one kind of form has. */
function kindByLabel(platform: Description, field: Element, labels: readonly string[]): FormKind | null {
  const isFile = field.matches('input[type=file]');
  const fitting = kindsIn(platform).filter(([, words]) => has(isFile ? words.pictures : words.text, labels));
  return fitting.length === 1 && fitting[0] ? fitting[0][0] : null;
}

/** The block a field belongs to, and what form it is; null on anything that is no form we know. */
function homeOf(platform: Description, field: Element): { scope: Element; kind: FormKind } | null {
  const byLabel = kindByLabel(platform, field, labelsOf(field));
  const dialog = closest(field, DIALOG);
  const form = closest(field, 'form');
  const block = dialog ?? form;
  if (block) {
    const kind = kindByTitle(platform, block, field, dialog !== null) ?? byLabel;
    return kind && { scope: block, kind };
  }
  let own: Element | null = null;
  for (let at = up(field), step = 0; at && step < CLIMB; at = up(at), step += 1) {
    if (!(at instanceof Element) || at.tagName === 'BODY') continue;
    const kind = kindByTitle(platform, at, field, false);
    if (kind) return { scope: at, kind };
    if (own === null && textFields(at).length > 0 && fileFields(at).length > 0) own = at;
  }
  return byLabel && { scope: own ?? field.parentElement ?? field, kind: byLabel };
}

const isTaken = (input: HTMLInputElement): boolean =>
  input.accept === '' || /image|\*\/\*|\.(?:jpe?g|png|webp|bmp|gif|heic)/i.test(input.accept);

const isEditable = (field: TextField): boolean => !('disabled' in field && field.disabled) && !('readOnly' in field && field.readOnly);

function textIn(platform: Description, words: FormWords, scope: Element): TextField | null {
  const fields = textFields(scope).filter(isEditable);
  const own = fields.find((field) => has(words.text, labelsOf(field)));
  const shared = own ?? fields.find((field) => has(platform.forms.text, labelsOf(field)));
  if (shared) return shared;
  // In a form that is known otherwise, the only large field is where the reason goes.
  const large = fields.filter((field) => !(field instanceof HTMLInputElement));
  return large.length === 1 ? (large[0] ?? null) : null;
}

function picturesIn(platform: Description, words: FormWords, scope: Element): HTMLInputElement | null {
  const inputs = fileFields(scope).filter((input) => !input.disabled && isTaken(input));
  const own = inputs.find((input) => has(words.pictures, labelsOf(input)));
  const shared = own ?? inputs.find((input) => has(platform.forms.pictures, labelsOf(input)));
  return shared ?? (inputs.length === 1 ? (inputs[0] ?? null) : null);
}

const DROP = /拖拽|拖放|拖到|拖动|拖入|draganddrop|drag&drop|dragfiles?|drophere/i;

/** The innermost shown block that speaks of dragging files into it. */
function dropIn(scope: Element): HTMLElement | null {
  let found: HTMLElement | null = null;
  for (const element of scope.querySelectorAll<HTMLElement>('div,section,label,span,p,button')) {
    if (DROP.test(clean(textsIn(element).join(''))) && isShown(element)) found = element;
  }
  return found;
}

/** Every form of the platform in these roots, dialogs first: they lie on top. */
export function findForms(roots: readonly ParentNode[], platform: Description): PlatformForm[] {
  const found = new Map<Element, PlatformForm>();
  for (const root of roots) {
    for (const field of [...textFields(root), ...fileFields(root)]) {
      const home = homeOf(platform, field);
      const words = home && platform.forms.kinds[home.kind];
      if (!home || !words || found.has(home.scope)) continue;
      const text = textIn(platform, words, home.scope);
      const pictures = picturesIn(platform, words, home.scope);
      if (!text && !pictures) continue;
      found.set(home.scope, { kind: home.kind, words, scope: home.scope, text, pictures, drop: pictures ? null : dropIn(home.scope) });
    }
  }
  const forms = [...found.values()].filter(({ scope }) => ![...found.keys()].some((other) => other !== scope && scope.contains(other)));
  return forms.sort((one, other) => Number(other.scope.matches(DIALOG)) - Number(one.scope.matches(DIALOG)));
}
