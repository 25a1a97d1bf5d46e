/** A server's address with a code for it, in the forms in which they are handed on. */
import { serverAddress } from '@/domain/server-address';

export interface Offer {
  readonly server: string;
  readonly code: string;
}

const CODE = /^[0-9A-Za-z-]{4,40}$/;

function offer(server: unknown, code: unknown): Offer | null {
  if (typeof server !== 'string' || typeof code !== 'string' || server.length > 2000) return null;
  const address = serverAddress(server);
  return address && CODE.test(code.trim()) ? { server: address.origin, code: code.trim() } : null;
}

/** What `returnproof pair --json` prints. */
function printed(text: string): Offer | null {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document !== 'object' || document === null) return null;
    return 'server' in document && 'code' in document ? offer(document.server, document.code) : null;
  } catch {
    return null;
  }
}

/** The link a QR code holds, `SERVER/#code=CODE`, or what the command printed; null for anything else. */
export function offerIn(text: string): Offer | null {
  const trimmed = text.trim();
  if (trimmed.length > 4000) return null;
  if (trimmed.startsWith('{')) return printed(trimmed);
  if (!/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return null;
  const link = new URL(trimmed);
  return offer(link.origin, new URLSearchParams(link.hash.slice(1)).get('code'));
}

/** `options.html#server=…&code=…`, as the start script opens it. */
export function offerInHash(hash: string): Offer | null {
  const named = new URLSearchParams(hash.slice(1));
  return offer(named.get('server'), named.get('code'));
}
