/** Whether a document from elsewhere is of a size and form that can be parsed, kept and compared without harm. */

const DEEPEST = 10;
const MOST_VALUES = 20_000;
const MOST_CHARACTERS = 400_000;
// Names that mean something to every object: as a key of a description they can only be a trick.
const NOT_OURS = new Set(['__proto__', 'constructor', 'prototype']);

export function isModest(document: unknown): boolean {
  const open: { value: unknown; depth: number }[] = [{ value: document, depth: 0 }];
  let [values, characters] = [0, 0];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    values += 1;
    if (typeof value === 'string') characters += value.length;
    if (depth > DEEPEST || values > MOST_VALUES || characters > MOST_CHARACTERS) return false;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (NOT_OURS.has(key)) return false;
      characters += key.length;
      open.push({ value: inner, depth: depth + 1 });
    }
  }
  return true;
}
