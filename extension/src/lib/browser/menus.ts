/** What a person starts outside the page: keyboard commands, context-menu entries. */
import type { Sender } from '@/lib/browser/messages';

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
