/** Messages and open lines between pages and the service worker. */

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

export const tabTell = (tabId: number, message: unknown): Promise<unknown> => messages.toTab(tabId, message).catch(() => null);

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
