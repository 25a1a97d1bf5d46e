/** Pairing with a server by a one-time code, and the pages that follow from it. */
import { call, type Caller } from '@/lib/api-client';
import { permissions } from '@/lib/browser';
import { bad, good, ownProblem, type Result } from '@/lib/result';
import { about, type About, paired } from '@/domain/answers';
import { isLoopback, serverAddress } from '@/domain/server-address';
import { type Connection, drop, language, remember } from '@/background/connection';
import { registerPages } from '@/background/platforms';

async function greeted(caller: Caller): Promise<Result<About>> {
  const greeting = await call(caller, { path: '/api/v1/about', timeoutMs: 8000 }, about);
  if (greeting.ok || greeting.problem.status === 426) return greeting;
  const { problem } = greeting;
  return bad(problem.status === 0 ? ownProblem('server-silent', problem.detail) : ownProblem('not-returnproof', String(problem.status)));
}

interface PairRequest {
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

/** What waits for this shop goes on waiting: paired again, it is sent. */
export async function unpair(key: string): Promise<void> {
  await drop(key);
  await registerPages();
}
