/** The buyer's films that an answer to the page names: fields the platform's description calls so. Untrusted. */
import { isVideoAddress } from '@/domain/media';
import type { Description } from '@/platforms/description';
import { parseKeepingIds } from '@/platforms/responses';

const DEEPEST = 14;
const MOST_NODES = 60_000;
const MOST = 10;

const GOODS = /item|sku|goods|product/i;

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);

function addressesIn(value: unknown, base: string, needsEnding: boolean): string[] {
  const list: unknown[] = Array.isArray(value) ? value : typeof value === 'string' && !value.startsWith('[') ? value.split(/[,;\s]+/u) : [value];
  return list.flatMap((item) => {
    const address = isPlain(item) ? (item.url ?? item.videoUrl ?? item.playUrl ?? item.src) : item;
    if (typeof address !== 'string' || !address || address.length > 2000 || !URL.canParse(address, base)) return [];
    const url = new URL(address, base);
    return /^https?:$/.test(url.protocol) && (!needsEnding || isVideoAddress(url.href)) ? [url.href] : [];
  });
}

/** Walks the answer; below an object that is another refund's nothing is read. */
export function videosIn(body: string, base: string, refundId: string, { keep, responses }: Description): string[] {
  let root: unknown;
  try {
    root = parseKeepingIds(body);
  } catch {
    return [];
  }
  const idNames = responses.fields.refund_id ?? [];
  const pictureNames = new Set(responses.fields.pictures ?? []);
  const names = new Set(keep.video_fields);
  const found = new Set<string>();
  const queue: { value: unknown; depth: number; own: boolean }[] = [{ value: root, depth: 0, own: false }];
  for (let at = 0; at < queue.length && at < MOST_NODES; at += 1) {
    const entry = queue[at];
    if (!entry || entry.depth > DEEPEST || typeof entry.value !== 'object' || entry.value === null) continue;
    const value = entry.value;
    const ids = isPlain(value) ? idNames.flatMap((name) => (value[name] === undefined || value[name] === null ? [] : [String(value[name] as string | number)])) : [];
    if (ids.some((id) => id !== refundId)) continue;
    const own = entry.own || ids.length > 0;
    for (const [name, inner] of Object.entries(value)) {
      if (own && names.has(name)) for (const url of addressesIn(inner, base, false)) found.add(url);
      else if (own && pictureNames.has(name)) for (const url of addressesIn(inner, base, true)) found.add(url);
      // A film of the goods is the seller's own.
      if (!GOODS.test(name)) queue.push({ value: inner, depth: entry.depth + 1, own });
    }
  }
  return [...found].slice(0, MOST);
}
