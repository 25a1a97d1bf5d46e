/** Pairing with a server by a one-time code, and the pages that follow from it. */
import { ask, call, type Caller } from '@/lib/api-client';
import { type PageScript, permissions, registerScripts } from '@/lib/browser';
import { bad, good, ownProblem, type Result } from '@/lib/result';
import { about, type About, paired } from '@/domain/answers';
import { isLoopback, serverAddress } from '@/domain/server-address';
import { type Connection, connection, language, remember } from '@/background/connection';
import { setSetting, setting } from '@/background/store';
import { platforms } from '@/platforms/known';

/** The content scripts beyond the manifest's: platforms the seller enabled, and the sample shop. */
export async function registerPages(): Promise<void> {
  await registerScripts([...(await enabledScripts()), ...(await sampleScripts())]);
}

const PLATFORMS = 'platforms';

/** Ids of the platforms the seller enabled besides the manifest's own. */
export async function enabledPlatforms(): Promise<string[]> {
  const stored = await setting(PLATFORMS);
  return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
}

export async function enablePlatform(id: string, isEnabled: boolean): Promise<void> {
  const others = (await enabledPlatforms()).filter((other) => other !== id);
  await setSetting(PLATFORMS, isEnabled ? [...others, id] : others);
  await registerPages();
}

async function enabledScripts(): Promise<PageScript[]> {
  const ids = await enabledPlatforms();
  const scripts: PageScript[] = [];
  for (const { id, hosts } of platforms) {
    const matches = hosts.map((host) => `${host}/*`);
    // A permission may have been taken back in the browser's own settings.
    if (ids.includes(id) && (await permissions.has(matches))) scripts.push(...scriptsFor(id, matches));
  }
  return scripts;
}

const scriptsFor = (id: string, matches: readonly string[]): PageScript[] => [
  { id: `${id}-tap`, matches, file: 'content-scripts/tap.js', world: 'MAIN' },
  { id: `${id}-page`, matches, file: 'content-scripts/page.js', world: 'ISOLATED' },
];

/** On localhost nothing but the sample shop of the paired server is touched. */
async function sampleScripts(): Promise<PageScript[]> {
  const known = await connection();
  if (!known?.sample || !isLoopback(new URL(known.server))) {
    return [];
  }
  return scriptsFor('sample', [`${known.server}/sample/*`]);
}

async function greeted(caller: Caller): Promise<Result<About>> {
  const greeting = await call(caller, { path: '/api/v1/about', timeoutMs: 8000 }, about);
  if (greeting.ok || greeting.problem.status === 426) return greeting;
  const { problem } = greeting;
  return bad(problem.status === 0 ? ownProblem('server-silent', problem.detail) : ownProblem('not-returnproof', String(problem.status)));
}

export interface PairRequest {
  readonly server: string;
  readonly code: string;
  readonly accept_risk: boolean;
}

export async function pair({ server, code, accept_risk: accepted }: PairRequest): Promise<Result<Connection>> {
  const address = serverAddress(server);
  if (!address) return bad(ownProblem('address'));
  if (address.protocol === 'http:' && !isLoopback(address) && !accepted) return bad(ownProblem('plain-http', address.origin));
  if (!isLoopback(address) && !(await permissions.has([`${address.protocol}//${address.hostname}/*`]))) {
    return bad(ownProblem('not-permitted', address.origin));
  }
  const to: Caller = { server: address.origin, token: null, language: await language() };
  const greeting = await greeted(to);
  if (!greeting.ok) return greeting;
  const answer = await call(to, { method: 'POST', path: '/api/v1/pairings', json: { code: code.trim(), name: deviceName() } }, paired);
  if (!answer.ok) return answer;
  const made: Connection = {
    server: address.origin,
    token: answer.value.token,
    shop: answer.value.shop,
    role: answer.value.role,
    sample: greeting.value.sample,
    version: greeting.value.version,
  };
  await remember(made);
  await registerPages();
  return good(made);
}

function deviceName(): string {
  const agent = navigator.userAgent;
  const name = /Edg\//.test(agent) ? 'Edge' : /Firefox\//.test(agent) ? 'Firefox' : 'Chrome';
  const system = /Windows|Mac OS X|Linux|CrOS/.exec(agent)?.[0] ?? '';
  return `${name} ${system}`.trim();
}

export async function unpair(): Promise<void> {
  await remember(null);
  await registerPages();
}

/** Whether the server answers now, at the price of one small request. */
export async function isReachable(caller: Caller): Promise<boolean> {
  const answer = await ask(caller, { path: '/api/v1/me', timeoutMs: 5000 });
  return answer.ok && answer.value.ok;
}
