/** Packaged scripts, put into pages. */
import type { Sender } from '@/lib/browser/messages';

export interface PageScript {
  readonly id: string;
  readonly matches: readonly string[];
  readonly file: string;
  readonly world: 'MAIN' | 'ISOLATED';
}

/** Runs a packaged script where the asking one runs: same document, same isolated world. */
export async function runBeside(sender: Sender, file: `/${string}.js`): Promise<boolean> {
  if (sender.tabId === null) return false;
  const where = sender.documentId === null ? { frameIds: [sender.frameId] } : { documentIds: [sender.documentId] };
  await chrome.scripting.executeScript({ target: { tabId: sender.tabId, ...where }, files: [file], injectImmediately: true });
  return true;
}

/**
 * Runs them in the pages that are open already: those were loaded before the script was registered, or
 * were left by an older version of us. A script that runs there does nothing the second time.
 */
export async function runInOpenTabs(scripts: readonly PageScript[]): Promise<void> {
  for (const { matches, file, world } of scripts) {
    const open = await chrome.tabs.query({ url: [...matches], discarded: false });
    const target = open.flatMap(({ id: tabId }) => (tabId === undefined ? [] : [{ tabId, allFrames: true }]));
    // A tab may be closed, or show an error page, by now; one that never ends loading holds up no other.
    await Promise.all(target.map((where) => chrome.scripting.executeScript({ target: where, files: [file], world, injectImmediately: true }).catch(() => undefined)));
  }
}

/** Runs a packaged script in every frame of a tab we may touch; false when we may not. */
export const runIn = (tabId: number, ...files: readonly `/${string}.js`[]): Promise<boolean> =>
  chrome.scripting.executeScript({ target: { tabId, allFrames: true }, files: [...files], injectImmediately: true }).then(() => true, () => false);

const registered = ({ id, matches, file, world }: PageScript): chrome.scripting.RegisteredContentScript => ({
  id,
  matches: [...matches],
  js: [file],
  world,
  runAt: 'document_start',
  allFrames: true,
  persistAcrossSessions: true,
});

/** Makes the registered content scripts exactly these; one that stays is there all the while. */
export async function registerScripts(scripts: readonly PageScript[]): Promise<void> {
  const before = (await chrome.scripting.getRegisteredContentScripts()).map(({ id }) => id);
  const gone = before.filter((id) => !scripts.some((script) => script.id === id));
  const stay = scripts.filter(({ id }) => before.includes(id));
  const fresh = scripts.filter(({ id }) => !before.includes(id));
  if (gone.length) await chrome.scripting.unregisterContentScripts({ ids: gone });
  if (stay.length) await chrome.scripting.updateContentScripts(stay.map(registered));
  if (fresh.length) await chrome.scripting.registerContentScripts(fresh.map(registered));
}

/** Runs a packaged script in a document of the tab, then the function it left under `name`, and gives its answer. */
export async function askScript(where: { tabId: number; documentId?: string | null }, file: `/${string}.js`, name: string, given: unknown): Promise<unknown> {
  const target = { tabId: where.tabId, ...(where.documentId ? { documentIds: [where.documentId] } : {}) };
  await chrome.scripting.executeScript({ target, files: [file] });
  const [answered] = await chrome.scripting.executeScript({
    target,
    func: (called: string, value: unknown) => (globalThis as unknown as Record<symbol, ((value: unknown) => unknown) | undefined>)[Symbol.for(called)]?.(value) ?? null,
    args: [name, given],
  });
  return answered?.result ?? null;
}
