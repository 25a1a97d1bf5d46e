/** Which platforms the seller has enabled, and the content scripts that follow from it. */
import { type PageScript, permissions, registerScripts, runInOpenTabs } from '@/lib/browser';
import { isLoopback } from '@/domain/server-address';
import { connections, tellChanged } from '@/background/connection';
import { currentPlatforms } from '@/background/descriptions';
import { setSetting, setting } from '@/background/store';

const ENABLED = 'platforms';
const DISABLED = 'platforms-off';
// Its scripts stand in the manifest, so that the work needs no prompt; switched off, they find nothing to do.
export const BUILT_IN = 'kuaishou';

async function ids(key: string): Promise<string[]> {
  const stored = await setting(key);
  return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
}

export async function isEnabled(id: string): Promise<boolean> {
  return id === BUILT_IN ? !(await ids(DISABLED)).includes(id) : (await ids(ENABLED)).includes(id);
}

export async function enabledPlatforms(): Promise<string[]> {
  const off = await ids(DISABLED);
  return [...(off.includes(BUILT_IN) ? [] : [BUILT_IN]), ...(await ids(ENABLED))];
}

export async function enablePlatform(id: string, enabled: boolean): Promise<void> {
  const [key, isListed] = id === BUILT_IN ? [DISABLED, !enabled] : [ENABLED, enabled];
  const others = (await ids(key)).filter((other) => other !== id);
  await setSetting(key, isListed ? [...others, id] : others);
  await registerPages();
  await tellChanged();
}

let last = Promise.resolve();

/**
 * The content scripts beyond the manifest's (platforms the seller enabled, sample shops), in open pages too.
 * One after another: an installation's first look, overtaken by a pairing, would take away what that registered.
 */
export function registerPages(): Promise<void> {
  const next = last.catch(() => undefined).then(registerNow);
  last = next;
  return next;
}

async function registerNow(): Promise<void> {
  const further = [...(await scriptsOf(await ids(ENABLED))), ...(await sampleScripts())];
  await registerScripts(further);
  await runInOpenTabs([...(await scriptsOf([BUILT_IN])), ...further]);
}

async function scriptsOf(wanted: readonly string[]): Promise<PageScript[]> {
  const scripts: PageScript[] = [];
  for (const { id, hosts } of await currentPlatforms()) {
    const matches = hosts.map((host) => `${host}/*`);
    // A permission may have been taken back in the browser's own settings.
    if (wanted.includes(id) && (await permissions.has(matches))) scripts.push(...scriptsFor(id, matches));
  }
  return scripts;
}

const scriptsFor = (id: string, matches: readonly string[]): PageScript[] => [
  { id: `${id}-tap`, matches, file: 'content-scripts/tap.js', world: 'MAIN' },
  { id: `${id}-page`, matches, file: 'content-scripts/page.js', world: 'ISOLATED' },
];

/** On localhost nothing but the sample shops of paired servers is touched. */
async function sampleScripts(): Promise<PageScript[]> {
  const samples = (await connections()).filter(({ sample, server }) => sample && isLoopback(new URL(server)));
  const matches = [...new Set(samples.map(({ server }) => `${server}/sample/*`))];
  return matches.length ? scriptsFor('sample', matches) : [];
}
