/** How shown text is compared: one width, no spaces, nothing invisible. */

const INVISIBLE = /[\s\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]+/gu;
const PLAIN = /^[\x21-\x7e]*$/;

const MOST_REMEMBERED = 5000;
const LONGEST_REMEMBERED = 200;

/** The same texts are read again at every change of a page: what a pure function said of one is kept. */
export function remembered<Answer>(read: (text: string) => Answer): (text: string) => Answer {
  let answers = new Map<string, Answer>();
  return (text) => {
    if (text.length > LONGEST_REMEMBERED) return read(text);
    const before = answers.get(text);
    if (before !== undefined) return before;
    const answer = read(text);
    if (answers.size >= MOST_REMEMBERED) answers = new Map();
    answers.set(text, answer);
    return answer;
  };
}

/** Full-width forms become half-width; spaces and invisible characters go. */
export const clean = remembered((text) => (PLAIN.test(text) ? text : text.normalize('NFKC').replace(INVISIBLE, '')));

export const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** `¥1,234.50` or `1234.5元` in fen; null when it is anything else. */
export function fenOf(text: string): number | null {
  const match = /^(?:[¥$]|RMB|CNY)?(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d{1,2}))?元?$/u.exec(clean(text));
  if (!match?.[1]) return null;
  const yuan = Number(match[1].replaceAll(',', ''));
  return yuan * 100 + Number((match[2] ?? '').padEnd(2, '0') || '0');
}

/** A shown local time (`2026-11-20 08:30:00`, China) as RFC 3339 UTC; null when it is anything else. */
export function timeOf(text: string): string | null {
  const match = /^(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]*(\d{1,2}):(\d{2})(?::(\d{2}))?$/u.exec(
    text.normalize('NFKC').trim(),
  );
  if (!match) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map((part) => Number(part || 0));
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return null;
  // China has one zone and no summer time.
  return rfc3339(Date.UTC(year, month - 1, day, hour - 8, minute, second));
}

export const rfc3339 = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
