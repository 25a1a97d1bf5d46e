/** Reads single files out of a page archive (MHTML, RFC 2557), byte for byte. */

export interface ArchivedFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
}

const headerOf = (head: string, name: string): string | null => {
  const unfolded = head.replace(/\r?\n[ \t]+/g, ' ');
  const match = new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(unfolded);
  return match?.[1]?.trim() ?? null;
};

const bytesOf = (binary: string): Uint8Array<ArrayBuffer> => Uint8Array.from(binary, (character) => character.charCodeAt(0));

function decoded(body: string, encoding: string): Uint8Array<ArrayBuffer> | null {
  if (encoding === 'base64') {
    try {
      return bytesOf(atob(body.replace(/\s+/g, '')));
    } catch {
      return null;
    }
  }
  if (encoding === 'quoted-printable') {
    const plain = body
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return bytesOf(plain);
  }
  return bytesOf(body);
}

/** The files of an archive by address; `wanted` keeps others undecoded. */
export function filesIn(archive: Uint8Array, wanted: ReadonlySet<string>): Map<string, ArchivedFile> {
  const text = new TextDecoder('latin1').decode(archive);
  const found = new Map<string, ArchivedFile>();
  const headEnd = /\r?\n\r?\n/.exec(text);
  const boundary = /boundary="?([^";\r\n]+)"?/i.exec(text.slice(0, headEnd ? headEnd.index : 0))?.[1];
  if (!boundary) return found;
  for (const part of text.split(`--${boundary}`).slice(1)) {
    const gap = /\r?\n\r?\n/.exec(part);
    if (!gap) continue;
    const head = part.slice(0, gap.index);
    const address = headerOf(head, 'Content-Location');
    if (!address || !wanted.has(address)) continue;
    const body = part.slice(gap.index + gap[0].length).replace(/\r?\n$/, '');
    const bytes = decoded(body, (headerOf(head, 'Content-Transfer-Encoding') ?? 'binary').toLowerCase());
    if (bytes?.length) found.set(address, { bytes, mediaType: headerOf(head, 'Content-Type') ?? 'application/octet-stream' });
  }
  return found;
}
