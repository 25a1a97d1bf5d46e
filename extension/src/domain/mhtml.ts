/** Reads single files out of a page archive (MHTML, RFC 2557), byte for byte. */

export interface ArchivedFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
}

interface Part {
  readonly head: string;
  readonly body: Uint8Array;
}

const CR = 13;
const LF = 10;
const LONGEST_HEAD = 64 * 1024;
const MOST_PARTS = 20_000;

const utf8 = new TextDecoder();
const bytesOf = (ascii: string): Uint8Array<ArrayBuffer> => Uint8Array.from(ascii, (character) => character.charCodeAt(0));
const withoutHash = (address: string): string => address.replace(/#.*$/s, '');

/** Where `wanted` begins at or after `from`; -1 where it does not occur. */
function find(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0] ?? 0;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (at + wanted.length > bytes.length) return -1;
    let matched = 1;
    while (matched < wanted.length && bytes[at + matched] === wanted[matched]) matched += 1;
    if (matched === wanted.length) return at;
  }
  return -1;
}

/** Where the empty line after the headers ends, and the headers as text; null without one. */
function headIn(bytes: Uint8Array): { head: string; end: number } | null {
  const limit = Math.min(bytes.length, LONGEST_HEAD);
  for (let at = 0; at < limit; at += 1) {
    if (bytes[at] !== LF) continue;
    const next = bytes[at + 1] === CR ? at + 2 : at + 1;
    if (bytes[next] === LF) return { head: utf8.decode(bytes.subarray(0, at)), end: next + 1 };
  }
  return null;
}

const headerOf = (head: string, name: string): string | null => {
  const unfolded = head.replace(/\r?\n[ \t]+/g, ' ');
  const match = new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(unfolded);
  return match?.[1]?.trim() ?? null;
};

/** A boundary stands at the beginning of a line; the same characters inside a body are none. */
function* partsOf(archive: Uint8Array): Generator<Part> {
  const top = headIn(archive);
  const boundary = top && /boundary="?([^";\r\n]+)"?/i.exec(top.head)?.[1];
  if (!boundary) return;
  const mark = bytesOf(`\n--${boundary}`);
  let at = find(archive, mark, Math.max(0, top.end - 1));
  for (let count = 0; at >= 0 && count < MOST_PARTS; count += 1) {
    const from = at + mark.length;
    at = find(archive, mark, from);
    const part = archive.subarray(from, at < 0 ? archive.length : archive[at - 1] === CR ? at - 1 : at);
    // What follows the mark on its line is `--` (the end) or nothing.
    const line = part.indexOf(LF);
    const inner = line < 0 ? null : headIn(part.subarray(line + 1));
    if (inner) yield { head: inner.head, body: part.subarray(line + 1 + inner.end) };
  }
}

const isHex = (code: number | undefined): boolean => code !== undefined && /[0-9A-Fa-f]/.test(String.fromCharCode(code));

function fromQuotedPrintable(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(body.length);
  let to = 0;
  for (let at = 0; at < body.length; at += 1) {
    const code = body[at] ?? 0;
    if (code !== 61) out[to++] = code;
    else if (body[at + 1] === LF) at += 1;
    else if (body[at + 1] === CR && body[at + 2] === LF) at += 2;
    else if (isHex(body[at + 1]) && isHex(body[at + 2])) {
      out[to++] = Number.parseInt(String.fromCharCode(body[at + 1] ?? 0, body[at + 2] ?? 0), 16);
      at += 2;
    } else out[to++] = code;
  }
  return out.slice(0, to);
}

function decoded(body: Uint8Array, encoding: string): Uint8Array<ArrayBuffer> | null {
  if (encoding === 'quoted-printable') return fromQuotedPrintable(body);
  if (encoding !== 'base64') return body.slice();
  try {
    return bytesOf(atob(utf8.decode(body).replace(/\s+/g, '')));
  } catch {
    return null;
  }
}

/** The files of an archive by address; `wanted` keeps others undecoded. A `#…` makes no other file. */
export function filesIn(archive: Uint8Array, wanted: ReadonlySet<string>): Map<string, ArchivedFile> {
  const found = new Map<string, ArchivedFile>();
  const asked = new Map([...wanted].map((address) => [withoutHash(address), address]));
  for (const { head, body } of partsOf(archive)) {
    const address = asked.get(withoutHash(headerOf(head, 'Content-Location') ?? ''));
    if (address === undefined || found.has(address)) continue;
    const bytes = decoded(body, (headerOf(head, 'Content-Transfer-Encoding') ?? 'binary').toLowerCase());
    if (bytes?.length) found.set(address, { bytes, mediaType: headerOf(head, 'Content-Type') ?? 'application/octet-stream' });
  }
  return found;
}

/** Whether an element of ours stands in the archived page. */
export function hasOwnElements(archive: Uint8Array): boolean {
  for (const { head, body } of partsOf(archive)) {
    if (!/^text\/html/i.test(headerOf(head, 'Content-Type') ?? '')) continue;
    const bytes = decoded(body, (headerOf(head, 'Content-Transfer-Encoding') ?? 'binary').toLowerCase());
    if (bytes && find(bytes, bytesOf('<returnproof-'), 0) >= 0) return true;
  }
  return false;
}
