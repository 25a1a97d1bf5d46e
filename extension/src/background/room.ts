/** How much more this browser may hold: told before it is full, refused in words when it is. */
import type { Room } from '@/domain/panel-state';

const MEGABYTE = 1024 * 1024;
// Kept free for receipts and settings: small writes must succeed when no picture fits any more.
const MARGIN = { bytes: 32 * MEGABYTE, share: 0.1 };
const LOW = { bytes: 500 * MEGABYTE, share: 0.25 };

interface Limits {
  readonly quota?: number | undefined;
  readonly usage?: number | undefined;
}

const least = (limit: { bytes: number; share: number }, quota: number): number => Math.min(limit.bytes, quota * limit.share);

/** Pure, so that small quotas can be tried: whether `size` more bytes fit, and how it stands then. */
export function roomIn({ quota, usage }: Limits, size = 0): Room {
  if (quota === undefined || usage === undefined) return 'enough';
  const free = quota - usage - size;
  if (free < least(MARGIN, quota)) return 'full';
  return free < least(LOW, quota) ? 'low' : 'enough';
}

export async function room(size = 0): Promise<Room> {
  return roomIn(await navigator.storage.estimate(), size);
}

export const fits = async (size: number): Promise<boolean> => (await room(size)) !== 'full';

export const isQuotaError = (error: unknown): boolean => error instanceof DOMException && error.name === 'QuotaExceededError';
