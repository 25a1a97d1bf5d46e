/** What the browser keeps for us beside the database. */

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
