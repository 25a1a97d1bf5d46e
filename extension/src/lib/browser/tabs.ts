/** Tabs and windows: found, opened, archived, pictured. */
import { pageAddress } from '@/lib/browser/own';

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

/** Where a tab is, as far as we may know. */
export const addressOf = (tabId: number): Promise<string> => chrome.tabs.get(tabId).then(({ url }) => url ?? '', () => '');

export async function activeTab(): Promise<{ readonly id: number; readonly url: string } | null> {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab?.id === undefined ? null : { id: tab.id, url: tab.url ?? '' };
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

/** The whole tab as one MHTML file, cross-origin pictures included. */
export async function archiveTab(tabId: number): Promise<Blob> {
  const archive = await chrome.pageCapture.saveAsMHTML({ tabId });
  if (!archive) throw new Error('the browser gave no archive');
  return archive;
}

export const canArchive = (): boolean => 'pageCapture' in chrome;

/** What the window shows now, as a PNG data address; refused without a gesture on the tab that the browser accepts. */
export const captureShown = (windowId: number): Promise<string> => chrome.tabs.captureVisibleTab(windowId, { format: 'png' });

/** A small window of ours over the page, where a person can answer; in front again if it is open already. */
export async function openBeside(path: string): Promise<void> {
  const url = pageAddress(path);
  const tabs = 'getContexts' in chrome.runtime ? await chrome.runtime.getContexts({ contextTypes: [chrome.runtime.ContextType.TAB], documentUrls: [url] }) : [];
  const [open] = tabs;
  if (open && open.windowId >= 0) await chrome.windows.update(open.windowId, { focused: true });
  else await chrome.windows.create({ url, type: 'popup', width: 480, height: 560 });
}
