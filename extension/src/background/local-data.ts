/** What this browser holds itself: shown, exported, deleted on the seller's word. */
import * as v from 'valibot';
import { call } from '@/lib/api-client';
import { local, session } from '@/lib/browser';
import type { StateSummary } from '@/domain/panel-state';
import { caller, chosenLanguage, connection, language } from '@/background/connection';
import { all, clear } from '@/background/store';
import { enabledPlatforms, unpair } from '@/background/pairing';

export async function summary(): Promise<StateSummary> {
  const paired = await connection();
  const to = await caller();
  const greeting = to ? await call(to, { path: '/api/v1/me', timeoutMs: 4000 }, v.looseObject({ shop: v.string() })) : null;
  const items = await all();
  return {
    connection: paired && { server: paired.server, shop: paired.shop, role: paired.role, version: paired.version, sample: paired.sample },
    reachable: greeting?.ok ?? false,
    problem: greeting && !greeting.ok ? greeting.problem : null,
    waiting: items.filter(({ state }) => state !== 'done' && state !== 'failed').length,
    failed: items.filter(({ state }) => state === 'failed').length,
    language: await chosenLanguage(),
    texts: await language(),
    platforms: await enabledPlatforms(),
  };
}

/** Everything but bytes and the token, readable. */
export async function exportAll(): Promise<string> {
  const paired = await connection();
  const items = await all();
  const readable = items.map(({ bytes, ...item }) => ({ ...item, size: bytes?.size ?? null }));
  return JSON.stringify({ server: paired?.server ?? null, shop: paired?.shop ?? null, language: await chosenLanguage(), items: readable }, null, 2);
}

export async function forgetAll(): Promise<void> {
  await unpair();
  await clear();
  await local.clear();
  await session.set('seen-facts', []);
}
