/** Hands pictures to an upload of the page as a person's choice of files would, and takes them back. */
import { isShown, itemOf } from '@/content/filling/controls';
import type { PlatformForm } from '@/content/filling/forms';

const SETTLE_MS = 3000;
const REMOVE = /删除|移除|清除|remove|delete/i;
const DANGER = /提交|确认|确定|同意|拒绝|submit|confirm|approve|reject/i;

export interface Attached {
  /** How many of the files the page was given. */
  readonly given: number;
  /** How many more pictures the form shows than before; null where it shows none at all. */
  readonly shown: number | null;
  readonly undo: () => Promise<boolean>;
}

const pause = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 50);
  });

/** True as soon as the condition holds, false when it did not in time. */
async function until(holds: () => boolean, longest = SETTLE_MS): Promise<boolean> {
  const end = performance.now() + longest;
  while (!holds()) {
    if (performance.now() > end) return false;
    await pause();
  }
  return true;
}

const transferOf = (files: readonly File[]): DataTransfer => {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  return transfer;
};

function give(input: HTMLInputElement, files: readonly File[]): void {
  input.files = transferOf(files).files;
  input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

function drop(area: HTMLElement, files: readonly File[]): boolean {
  const dataTransfer = transferOf(files);
  const send = (type: string): boolean => !area.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, composed: true, dataTransfer }));
  send('dragenter');
  const isHeard = send('dragover');
  return send('drop') || isHeard;
}

const FILE_NAME = /^\S.{0,80}\.(?:jpe?g|png|webp|gif|bmp)$/i;

/** What a list of uploads is made of: pictures, list entries or names of files, of which there are most. */
function shownIn(area: Element): Element[] {
  const pictures = [...area.querySelectorAll('img')];
  const lists = [...area.querySelectorAll('li,[role=listitem]')];
  const names = [...area.querySelectorAll('span,a,div,p')].filter((each) => each.childElementCount === 0 && FILE_NAME.test(each.textContent.trim()));
  const [most = []] = [pictures, lists, names].sort((one, other) => other.length - one.length);
  return most;
}

export const picturesShown = (form: PlatformForm): number => {
  const field = form.pictures ?? form.drop;
  return field ? shownIn(itemOf(field, form.scope)).length + (form.pictures && isNative(form) ? (form.pictures.files?.length ?? 0) : 0) : 0;
};

/** An input that stays what the page sends, without a list of its own beside it. */
const isNative = (form: PlatformForm): boolean => form.pictures !== null && isShown(form.pictures);

function removerIn(entry: Element): HTMLElement | null {
  for (const element of entry.querySelectorAll<HTMLElement>('button,a,[role=button],[title],[aria-label]')) {
    const name = `${element.getAttribute('aria-label') ?? ''} ${element.title} ${element.textContent}`;
    const submits = element instanceof HTMLButtonElement && element.type === 'submit';
    if (REMOVE.test(name) && !DANGER.test(name) && !submits) return element;
  }
  return null;
}

/** The entry of a list around one picture: its outermost block that holds no other picture. */
function entryOf(shown: Element, area: Element): Element {
  let entry = shown;
  for (let parent = shown.parentElement; parent && parent !== area && shownIn(parent).length <= 1 && !parent.querySelector('input[type=file]'); parent = parent.parentElement) entry = parent;
  return entry;
}

async function removeShown(area: () => Element | null, before: ReadonlySet<Element>): Promise<boolean> {
  for (let turn = 0; turn < 20; turn += 1) {
    const place = area();
    const added = place ? shownIn(place).filter((each) => !before.has(each)) : [];
    const [last] = added.slice(-1);
    if (!place || !last) return place !== null;
    const entry = entryOf(last, place);
    const remover = removerIn(entry);
    if (remover) remover.click();
    else for (const each of [last, entry]) each.dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete', code: 'Delete', bubbles: true, cancelable: true }));
    if (!(await until(() => !last.isConnected, 1500))) return false;
  }
  return false;
}

/** One by one where the input takes one at a time: the component makes a new input each time. */
async function giveAll(form: PlatformForm, again: () => PlatformForm | null, files: readonly File[]): Promise<number> {
  if (form.pictures?.multiple || files.length <= 1) {
    if (form.pictures) give(form.pictures, files);
    return form.pictures ? files.length : 0;
  }
  let given = 0;
  for (const file of files) {
    const now = given === 0 ? form : again();
    const input = now?.pictures;
    if (!now || !input || input.disabled) break;
    const before = picturesShown(now);
    give(input, [file]);
    given += 1;
    if (given < files.length && (isNative(now) || !(await until(() => picturesShown(again() ?? now) > before)))) break;
  }
  return given;
}

/** `again` finds the same form anew: components renew their inputs with every file. */
export async function attach(form: PlatformForm, files: readonly File[], again: () => PlatformForm | null): Promise<Attached> {
  const field = form.pictures ?? form.drop;
  const area = (): Element | null => {
    const now = again() ?? form;
    const at = now.pictures ?? now.drop;
    return at ? itemOf(at, now.scope) : null;
  };
  const none: Attached = { given: 0, shown: null, undo: () => Promise.resolve(true) };
  if (!field || !files.length) return none;
  const before = new Set(shownIn(itemOf(field, form.scope)));
  const former = form.pictures ? [...(form.pictures.files ?? [])] : [];
  const given = form.pictures ? await giveAll(form, again, files) : form.drop && drop(form.drop, files) ? files.length : 0;
  if (!given) return none;
  const added = (): number => {
    const now = area();
    return now ? shownIn(now).filter((each) => !before.has(each)).length : 0;
  };
  await until(() => added() >= given);
  const isKept = form.pictures?.isConnected === true && form.pictures.files?.length === given;
  const shown = added();
  return {
    given,
    shown: shown || (isKept ? given : null),
    undo: async () => {
      if (isKept) give(form.pictures, former);
      return removeShown(area, before);
    },
  };
}
