/** Where the platform shows a case: where it was seen, else what its description says. */
import * as v from 'valibot';
import type { Description } from '@/platforms/description';
import { platforms as builtIn } from '@/platforms/known';
import { currentShop } from '@/background/connection';
import { currentPlatforms } from '@/background/descriptions';
import { setSetting, setting } from '@/background/store';

const PAGES = 'case-pages';
const MOST = 3000;
const stored = v.fallback(v.array(v.tuple([v.string(), v.string()])), []);

/** The page a refund was seen on, as the browser said it; read when the seller wants to go back. */
export async function rememberPage(refundId: string, url: string): Promise<void> {
  const known = new Map(v.parse(stored, await setting(PAGES)));
  if (!/^https?:/.test(url) || known.get(refundId) === url) return;
  known.delete(refundId);
  known.set(refundId, url);
  await setSetting(PAGES, [...known].slice(-MOST));
}

/** The refund this very address was seen to show; null where it was none, or several. */
export async function refundAt(url: string): Promise<string | null> {
  const ids = v.parse(stored, await setting(PAGES)).flatMap(([id, page]) => (page === url ? [id] : []));
  return ids.length === 1 ? (ids[0] ?? null) : null;
}

/** The address a description leads to: host, the path of its detail route, the id as its parameter. */
function describedAddress(platformId: string, refundId: string, sample: string | null, platforms: readonly Description[] = builtIn): string | null {
  const platform = platforms.find(({ id }) => id === platformId);
  const route = platform?.routes.detail[0]?.replace(/^\*|\*$/g, '');
  const [parameter] = platform?.url_parameters.refund_id ?? [];
  const [host] = platform?.hosts ?? [];
  if (!platform || !route?.startsWith('/') || route.includes('*') || !parameter || !host) return null;
  const base = sample !== null && platform.id === builtIn[0]?.id ? `${sample}/sample` : host;
  return `${base}${route}${route.includes('?') ? '&' : '?'}${parameter}=${encodeURIComponent(refundId)}`;
}

export async function addressOf(): Promise<(platformId: string, refundId: string) => string | null> {
  const seen = new Map(v.parse(stored, await setting(PAGES)));
  const shop = await currentShop();
  const sample = shop?.sample ? new URL(shop.server).origin : null;
  const platforms = await currentPlatforms();
  return (platformId, refundId) => seen.get(refundId) ?? describedAddress(platformId, refundId, sample, platforms);
}
