/** Asks the paired servers for descriptions, once a day and when the seller wants to know. */
import * as v from 'valibot';
import { call } from '@/lib/api-client';
import { callerFor, connections, tellChanged } from '@/background/connection';
import { changeDescriptions, heldDescriptions, received } from '@/background/descriptions';
import { registerPages } from '@/background/platforms';

const DAY_MS = 86_400_000;
const answerForm = v.object({ platforms: v.array(v.unknown()) });

/** A server that does not answer leaves what it handed out before in force. */
export async function updateDescriptions(): Promise<void> {
  const servers = new Map((await connections()).map((each) => [each.server, each]));
  const before = JSON.stringify(await heldDescriptions());
  for (const [server, shop] of servers) {
    const answer = await call(await callerFor(shop), { path: '/api/v1/platforms', timeoutMs: 10_000 }, answerForm);
    if (answer.ok) await changeDescriptions((held) => received(held, server, answer.value.platforms, new Date().toISOString()));
  }
  await changeDescriptions((held) => ({ ...held, served: Object.fromEntries(Object.entries(held.served).filter(([server]) => servers.has(server))) }));
  const { checked: _, ...after } = await heldDescriptions();
  const { checked: __, ...was } = JSON.parse(before) as typeof after & { checked: unknown };
  if (JSON.stringify(after) === JSON.stringify(was)) return;
  await registerPages();
  await tellChanged();
}

export async function updateDescriptionsDaily(): Promise<void> {
  const { checked } = await heldDescriptions();
  // A clock set back leaves a time to come, which says nothing.
  const age = checked === null ? Infinity : Math.abs(Date.now() - Date.parse(checked));
  if (!(age < DAY_MS)) await updateDescriptions();
}
