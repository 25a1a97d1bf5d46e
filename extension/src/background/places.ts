/** Who is asking: one of our own pages, a page of an enabled platform, or neither. */
import { ownOrigin, type Sender } from '@/lib/browser';
import type { Description } from '@/platforms/description';
import { platformOf } from '@/platforms/known';
import { type Connection, connections } from '@/background/connection';
import { currentPlatforms } from '@/background/descriptions';
import { isEnabled } from '@/background/platforms';

export type Place =
  | { readonly kind: 'own' }
  | { readonly kind: 'page'; readonly id: string; readonly platform: Description }
  | { readonly kind: 'foreign' };

const FOREIGN: Place = { kind: 'foreign' };

/** The sample shop is not the platform it looks like: its records belong to the server that serves it. */
export const SAMPLE = 'sample';

/** The shops a sample page's records may go to: of the server that serves it, the sample shop before any other. */
export async function sampleShops(address: string): Promise<Connection[]> {
  const origin = URL.canParse(address) ? new URL(address).origin : '';
  const found = (await connections()).filter(({ sample, server }) => sample && server === origin);
  const own = found.filter(({ shop }) => shop === SAMPLE);
  return own.length ? own : found;
}

export async function placeOf({ url: address, tabId }: Sender): Promise<Place> {
  if (!URL.canParse(address)) return FOREIGN;
  const url = new URL(address);
  // Any scheme but http has the origin `null`, which every sandboxed frame has too: compared by its text.
  if (address.startsWith(`${ownOrigin()}/`)) return { kind: 'own' };
  if (tabId === null) return FOREIGN;
  const sample = (await sampleShops(address)).length ? url.origin : null;
  const platform = platformOf(url, sample, await currentPlatforms());
  if (!platform) return FOREIGN;
  if (sample !== null) return { kind: 'page', id: SAMPLE, platform };
  return (await isEnabled(platform.id)) ? { kind: 'page', id: platform.id, platform } : FOREIGN;
}
