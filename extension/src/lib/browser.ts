/* eslint max-lines: ["error", {"max": 300, "skipBlankLines": true, "skipComments": true}] -- one door, whatever goes through it */
/** The only door to the browser's own interfaces. */

/** Where our own pages live; pages of other extensions have other ones. */
export const ownOrigin = (): string => chrome.runtime.getURL('').replace(/\/$/, '');
export const pageAddress = (path: string): string => chrome.runtime.getURL(path);
export const pageLanguage = (): string => chrome.i18n.getUILanguage();

/** False once this script's extension was updated or removed: it must then leave the page alone. */
export function isAlive(): boolean {
  try {
    return Boolean(chrome.runtime.id);
  } catch {
    return false;
  }
}

export const local = {
  get: async (key: string): Promise<unknown> => (await chrome.storage.local.get(key))[key],
  set: (key: string, value: unknown): Promise<void> => chrome.storage.local.set({ [key]: value }),
  remove: (key: string): Promise<void> => chrome.storage.local.remove(key),
  clear: (): Promise<void> => chrome.storage.local.clear(),
  onChange: (listener: (keys: readonly string[]) => void): void => {
    chrome.storage.local.onChanged.addListener((changes) => listener(Object.keys(changes)));
  },
};

export const session = {
  get: async (key: string): Promise<unknown> => (await chrome.storage.session.get(key))[key],
  set: (key: string, value: unknown): Promise<void> => chrome.storage.session.set({ [key]: value }),
  clear: (): Promise<void> => chrome.storage.session.clear(),
};

export interface Sender {
  readonly url: string;
  readonly tabId: number | null;
  readonly frameId: number;
  /** Names one document of a tab, whatever its frame shows next; not every browser tells it. */
  readonly documentId: string | null;
}

const senderOf = (sender: chrome.runtime.MessageSender): Sender | null =>
  sender.id === chrome.runtime.id && sender.url
    ? { url: sender.url, tabId: sender.tab?.id ?? null, frameId: sender.frameId ?? 0, documentId: sender.documentId ?? null }
    : null;

export const messages = {
  send: (message: unknown): Promise<unknown> => chrome.runtime.sendMessage(message),
  toTab: (tabId: number, message: unknown): Promise<unknown> => chrome.tabs.sendMessage(tabId, message),
  onMessage: (answer: (message: unknown, sender: Sender) => Promise<unknown> | null): void => {
    chrome.runtime.onMessage.addListener((message: unknown, from, respond) => {
      const sender = senderOf(from);
      const answering = sender ? answer(message, sender) : null;
      if (!answering) return false;
      void answering.then(respond);
      return true;
    });
  },
};

export interface Line {
  readonly post: (message: unknown) => void;
  readonly close: () => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
  readonly onClose: (listener: (why: string | null) => void) => void;
  readonly sender: Sender | null;
}

const lineOf = (port: chrome.runtime.Port): Line => ({
  post: (message) => {
    port.postMessage(message);
  },
  close: () => {
    port.disconnect();
  },
  onMessage: (listener) => {
    port.onMessage.addListener(listener);
  },
  onClose: (listener) => {
    port.onDisconnect.addListener(() => {
      // Reading it is how the browser learns that a lost line is no surprise.
      const { lastError } = chrome.runtime;
      listener(lastError?.message ?? null);
    });
  },
  sender: port.sender ? senderOf(port.sender) : null,
});

export const lines = {
  open: (name: string): Line => lineOf(chrome.runtime.connect({ name })),
  onOpen: (listener: (name: string, line: Line) => void): void => {
    chrome.runtime.onConnect.addListener((port) => listener(port.name, lineOf(port)));
  },
};

export const alarms = {
  every: (name: string, minutes: number): Promise<void> => chrome.alarms.create(name, { periodInMinutes: minutes }),
  clear: (name: string): Promise<boolean> => chrome.alarms.clear(name),
  onAlarm: (listener: (name: string) => void): void => {
    chrome.alarms.onAlarm.addListener(({ name }) => listener(name));
  },
};

export const lifecycle = {
  onInstalled: (listener: (reason: string) => void): void => {
    chrome.runtime.onInstalled.addListener(({ reason }) => listener(reason));
  },
  onStartup: (listener: () => void): void => {
    chrome.runtime.onStartup.addListener(listener);
  },
};

export const tabs = {
  open: async (url: string): Promise<void> => {
    await chrome.tabs.create({ url });
  },
  /** The tab that shows this address already comes to the front; else a new one opens. */
  show: async (url: string): Promise<void> => {
    const address = url.replace(/#.*$/, '');
    const open = await chrome.tabs.query({}).catch(() => []);
    const found = open.find((tab) => tab.url?.replace(/#.*$/, '') === address);
    if (found?.id === undefined) {
      await chrome.tabs.create({ url });
      return;
    }
    await chrome.tabs.update(found.id, { active: true });
    await chrome.windows.update(found.windowId, { focused: true });
  },
};

/** The browser's side panel; only a click may open it, and not every browser has one. */
export const sidePanel = {
  isThere: (): boolean => typeof chrome !== 'undefined' && ('sidePanel' in chrome || 'sidebarAction' in chrome),
  open: async (): Promise<void> => {
    if ('sidePanel' in chrome) {
      const { id } = await chrome.windows.getCurrent();
      if (id !== undefined) await chrome.sidePanel.open({ windowId: id });
      return;
    }
    const { sidebarAction } = chrome as unknown as { sidebarAction?: { open: () => Promise<void> } };
    await sidebarAction?.open();
  },
};

export const openOptions = (): Promise<void> => chrome.runtime.openOptionsPage();

/** The whole tab as one MHTML file, cross-origin pictures included. */
export async function archiveTab(tabId: number): Promise<Blob> {
  const archive = await chrome.pageCapture.saveAsMHTML({ tabId });
  if (!archive) throw new Error('the browser gave no archive');
  return archive;
}

export const canArchive = (): boolean => 'pageCapture' in chrome;

export const permissions = {
  onAdded: (listener: () => void): void => {
    chrome.permissions.onAdded.addListener(() => listener());
  },
  onRemoved: (listener: () => void): void => {
    chrome.permissions.onRemoved.addListener(() => listener());
  },
  has: (origins: readonly string[]): Promise<boolean> => chrome.permissions.contains({ origins: [...origins] }),
  request: (origins: readonly string[]): Promise<boolean> => chrome.permissions.request({ origins: [...origins] }),
  remove: (origins: readonly string[]): Promise<boolean> => chrome.permissions.remove({ origins: [...origins] }),
  all: async (): Promise<string[]> => (await chrome.permissions.getAll()).origins ?? [],
  onChange: (listener: () => void): (() => void) => {
    const heard = (): void => listener();
    chrome.permissions.onAdded.addListener(heard);
    chrome.permissions.onRemoved.addListener(heard);
    return () => {
      chrome.permissions.onAdded.removeListener(heard);
      chrome.permissions.onRemoved.removeListener(heard);
    };
  },
};

/** The hosts the manifest names: they come with the installation and go with it. */
export const requiredHosts = (): readonly string[] => (chrome.runtime.getManifest() as chrome.runtime.ManifestV3).host_permissions ?? [];

// Any http address will do as a key; this one can never be asked for.
const shelved = (name: string): string => `https://shelf.invalid/${name}`;

/** Hands files from the service worker to our own pages: messages carry no bytes. */
export const shelf = {
  put: async (name: string, file: Blob): Promise<void> => {
    await (await caches.open('shelf')).put(shelved(name), new Response(file));
  },
  take: async (name: string): Promise<Blob | null> => {
    const place = await caches.open('shelf');
    const found = await place.match(shelved(name));
    const file = found ? await found.blob() : null;
    await place.delete(shelved(name));
    return file;
  },
};

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

/** Where a tab is, as far as we may know. */
export const addressOf = (tabId: number): Promise<string> => chrome.tabs.get(tabId).then(({ url }) => url ?? '', () => '');

export async function activeTab(): Promise<{ readonly id: number; readonly url: string } | null> {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab?.id === undefined ? null : { id: tab.id, url: tab.url ?? '' };
}

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

export interface TabNow {
  readonly isShown: boolean;
  readonly windowId: number;
  /** Known only where this browser lets us read the tab's address. */
  readonly url: string | null;
}

export async function tabNow(tabId: number): Promise<TabNow | null> {
  const tab = await chrome.tabs.get(tabId).catch(() => null);
  return tab && { isShown: tab.active, windowId: tab.windowId, url: tab.url ?? null };
}

/** What the window shows now, as a PNG data address; refused without a gesture on the tab that the browser accepts. */
export const captureShown = (windowId: number): Promise<string> => chrome.tabs.captureVisibleTab(windowId, { format: 'png' });

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

/** A small window of ours over the page, where a person can answer; in front again if it is open already. */
export async function openBeside(path: string): Promise<void> {
  const url = pageAddress(path);
  const tabs = 'getContexts' in chrome.runtime ? await chrome.runtime.getContexts({ contextTypes: [chrome.runtime.ContextType.TAB], documentUrls: [url] }) : [];
  const [open] = tabs;
  if (open && open.windowId >= 0) await chrome.windows.update(open.windowId, { focused: true });
  else await chrome.windows.create({ url, type: 'popup', width: 480, height: 560 });
}

export const tabTell = (tabId: number, message: unknown): Promise<unknown> => messages.toTab(tabId, message).catch(() => null);

export function onCommand(listener: (name: string, tabId: number | null) => void): void {
  chrome.commands.onCommand.addListener((name, tab) => listener(name, tab?.id ?? null));
}

/** A picture a person chose in a page, and where. */
export interface Picked {
  readonly address: string;
  readonly page: string;
  readonly sender: Sender;
}

export interface MenuEntry {
  readonly id: string;
  /** A message of `_locales`. */
  readonly title: string;
  readonly contexts: readonly ['image' | 'page'];
  readonly pages?: readonly string[];
}

export const menus = {
  make: async (entries: readonly MenuEntry[]): Promise<void> => {
    if (!('contextMenus' in chrome)) return;
    await chrome.contextMenus.removeAll();
    for (const { id, title, contexts, pages } of entries) {
      chrome.contextMenus.create({ id, title: chrome.i18n.getMessage(title), contexts: [...contexts], ...(pages ? { documentUrlPatterns: [...pages] } : {}) });
    }
  },
  onClick: (listener: (id: string, picked: Picked) => void): void => {
    if (!('contextMenus' in chrome)) return;
    chrome.contextMenus.onClicked.addListener((info, tab) => {
      const page = info.frameUrl ?? info.pageUrl ?? '';
      const sender = { url: page, tabId: tab?.id ?? null, frameId: info.frameId ?? 0, documentId: null };
      listener(String(info.menuItemId), { address: info.srcUrl ?? '', page, sender });
    });
  },
};
