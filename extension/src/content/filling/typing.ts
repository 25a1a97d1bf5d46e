/** Puts words into a field the way a person's typing arrives there, and takes them out again. */
import type { TextField } from '@/content/filling/controls';

const isPlain = (field: TextField): field is HTMLTextAreaElement | HTMLInputElement => field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement;

export const textOf = (field: TextField): string => (isPlain(field) ? field.value : field.innerText.replace(/\n$/, ''));

/** React notices a value only when it comes by the element's own setter and an event follows. */
function setValue(field: HTMLTextAreaElement | HTMLInputElement, text: string): void {
  const prototype: object = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Reflect.set(prototype, 'value', text, field);
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, inputType: 'insertReplacementText', data: text }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

function setRich(field: HTMLElement, text: string): void {
  const before = field.ownerDocument.activeElement;
  field.focus({ preventScroll: true });
  const selection = field.ownerDocument.getSelection();
  selection?.selectAllChildren(field);
  // Deprecated and without a successor: the only way by which an editor of a page hears of it.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  if (!field.ownerDocument.execCommand('insertText', false, text)) {
    field.textContent = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, inputType: 'insertText', data: text }));
  }
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
}

export function putText(field: TextField, text: string): void {
  if (isPlain(field)) setValue(field, text);
  else setRich(field, text);
}

/** A page may cut, change or undo what it is given; only what the field shows afterwards counts. */
export const holds = (field: TextField, text: string): boolean => textOf(field).replace(/\s+/g, '') === text.replace(/\s+/g, '');
