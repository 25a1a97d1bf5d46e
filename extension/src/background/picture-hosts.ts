/** Hosts of pictures that this browser may not read: each is asked for once, by name. */
import { openBeside, permissions } from '@/lib/browser';
import { good, type Result } from '@/lib/result';
import { setSetting, setting } from '@/background/store';

const KEY = 'picture-hosts';
const MOST = 200;
type Answer = 'wanted' | 'declined';

async function known(): Promise<Map<string, Answer>> {
  const stored = await setting(KEY);
  const pairs = Array.isArray(stored) ? (stored as unknown[]) : [];
  return new Map(pairs.filter((pair): pair is [string, Answer] => Array.isArray(pair) && typeof pair[0] === 'string' && (pair[1] === 'wanted' || pair[1] === 'declined')));
}

export const hostOf = (address: string): string | null => (URL.canParse(address) ? new URL(address).hostname : null);

/** Either protocol is enough: pictures come by the one the page uses. */
export async function mayRead(address: string): Promise<boolean> {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return permissions.has([`${protocol}//${hostname}/*`]).catch(() => false);
}

/** Notes that a picture's host has to be asked for; what the seller declined is not asked again. */
export async function want(address: string): Promise<void> {
  const host = hostOf(address);
  if (!host || (await mayRead(address))) return;
  const before = await known();
  if (before.has(host)) return;
  await setSetting(KEY, [...before, [host, 'wanted']].slice(-MOST));
}

export async function decline(host: string): Promise<void> {
  const before = await known();
  before.set(host, 'declined');
  await setSetting(KEY, [...before].slice(-MOST));
}

/** Of these addresses, the hosts to ask for; without any, all that wait for an answer. */
export async function wantedHosts(addresses?: readonly string[]): Promise<string[]> {
  const open = [...(await known())].flatMap(([host, answer]) => (answer === 'wanted' ? [host] : []));
  const asked = addresses && new Set(addresses.map(hostOf));
  const found: string[] = [];
  for (const host of open) if ((!asked || asked.has(host)) && !(await mayRead(`https://${host}/`))) found.push(host);
  return found;
}

export const hostsAsked = (): Promise<string[]> => wantedHosts();

/** The question is put in a window of our own: only there may a click ask the browser for a permission. */
export async function aboutHost(host: string, answer: 'ask' | 'decline' | 'allowed'): Promise<Result<null>> {
  if (answer === 'decline') await decline(host);
  else if (answer === 'ask') await openBeside('/allow.html');
  return good(null);
}
