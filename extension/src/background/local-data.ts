/** What this browser holds itself: shown, exported, deleted on the seller's word. */
import { downloadZip } from 'client-zip';
import * as v from 'valibot';
import { call } from '@/lib/api-client';
import { local, session, shelf } from '@/lib/browser';
import { isHeld } from '@/domain/ownership';
import type { ShopSummary, StateSummary } from '@/domain/panel-state';
import { bindings, questions } from '@/background/bindings';
import { callerFor, chosenLanguage, type Connection, connections, currentShop, keyOf, language, loudFrom, tellChanged } from '@/background/connection';
import { enabledPlatforms, registerPages } from '@/background/platforms';
import { all, clear, inState, type Item, remove, UNPLACED } from '@/background/store';

const isWaiting = ({ state }: Item): boolean => state !== 'done' && state !== 'failed';

async function shopSummary(shop: Connection, items: readonly Item[]): Promise<ShopSummary> {
  const greeting = await call(await callerFor(shop), { path: '/api/v1/me', timeoutMs: 4000 }, v.looseObject({ shop: v.string() }));
  const own = items.filter(({ to }) => to === keyOf(shop));
  const { token: _, ...shown } = shop;
  return {
    ...shown,
    key: keyOf(shop),
    reachable: greeting.ok,
    problem: greeting.ok ? null : greeting.problem,
    waiting: own.filter(isWaiting).length,
    failed: own.filter(({ state }) => state === 'failed').length,
  };
}

function strandedOf(items: readonly Item[], keys: readonly string[]): StateSummary['stranded'] {
  const left = items.filter((item) => isWaiting(item) && item.to !== UNPLACED && !isHeld(item.to) && !keys.includes(item.to));
  return [...new Set(left.map(({ to }) => to))].map((key) => ({ key, waiting: left.filter(({ to }) => to === key).length }));
}

export async function summary(): Promise<StateSummary> {
  const [paired, items, current] = [await connections(), await all(), await currentShop()];
  const shops = await Promise.all(paired.map((shop) => shopSummary(shop, items)));
  const connection = shops.find(({ key }) => current && key === keyOf(current)) ?? null;
  return {
    connection,
    reachable: connection?.reachable ?? false,
    problem: connection?.problem ?? null,
    waiting: items.filter(isWaiting).length,
    failed: items.filter(({ state }) => state === 'failed').length,
    shops,
    bindings: await bindings(),
    questions: (await questions()).map(({ visit: _, ...question }) => question),
    stranded: strandedOf(items, paired.map(keyOf)),
    loud: await loudFrom(),
    language: await chosenLanguage(),
    texts: await language(),
    platforms: await enabledPlatforms(),
  };
}

/** Everything but bytes and tokens, readable. */
export async function exportAll(): Promise<string> {
  const current = await currentShop();
  const readable = (await all()).map(({ bytes, ...item }) => ({ ...item, size: bytes?.size ?? null }));
  const shops = (await connections()).map(({ token: _, ...shop }) => shop);
  const document = {
    server: current?.server ?? null, shop: current?.shop ?? null, shops,
    bindings: await bindings(), platforms: await enabledPlatforms(), language: await chosenLanguage(), items: readable,
  };
  return JSON.stringify(document, null, 2);
}

const plain = (name: string): string => name.replace(/[^\p{L}\p{N}._-]/gu, '_').slice(-80);

/** The list, and every file that no server has yet, as a ZIP on the shelf for our own page to take. */
export async function exportFiles(): Promise<string> {
  const unsent = (await all()).flatMap(({ seq = 0, name, bytes }) => (bytes ? [{ name: `waiting/${seq}-${plain(name)}`, input: bytes }] : []));
  const files = [{ name: 'returnproof-local.json', input: await exportAll() }, ...unsent];
  const place = crypto.randomUUID();
  await shelf.put(place, await downloadZip(files).blob());
  return place;
}

/** What servers have received and only their receipts remain of. */
export async function forgetReceipts(): Promise<void> {
  for (const { seq } of await inState('done')) if (seq !== undefined) await remove(seq);
}

/** The pairings, the queue, the settings: as if just installed. */
export async function forgetAll(): Promise<void> {
  await clear();
  await local.clear();
  await session.clear();
  await registerPages();
  await tellChanged();
}
