/** Which of the seller's shops a page is signed in to, read from the answers the page itself received. */
import type { Description } from '@/platforms/description';

export interface Account {
  readonly id: string;
  readonly name: string;
}

// A member's name stands unescaped only as a member's name: what a buyer wrote is escaped inside its string.
const valuesOf = (body: string, name: string): string[] => {
  const member = new RegExp(`(?<!\\\\)"${name}"\\s*:\\s*(?:(\\d{1,24})(?![\\d.eE])|("(?:[^"\\\\]|\\\\.){1,200}"))`, 'g');
  return [...body.matchAll(member)].map(([, digits, quoted]) => digits ?? textOf(quoted ?? '""'));
};

function textOf(quoted: string): string {
  try {
    return String(JSON.parse(quoted)).trim();
  } catch {
    return '';
  }
}

const FORM = /^[0-9A-Za-z_-]{1,64}$/;
const isId = (value: string): boolean => FORM.test(value) && !/^0+$/.test(value);

/** The first of the named members that has one value throughout; two values of one member say nothing. */
function only(body: string, names: readonly string[], accepts: (value: string) => boolean): string | null {
  for (const name of names) {
    const values = new Set(valuesOf(body, name).filter(accepts));
    const [value] = values;
    if (value !== undefined) return values.size === 1 ? value : null;
  }
  return null;
}

export function accountIn(body: string, { account }: Pick<Description, 'account'>): Account | null {
  const id = only(body, account.id, isId);
  return id === null ? null : { id, name: (only(body, account.name, (value) => value !== '') ?? '').slice(0, 120) };
}
