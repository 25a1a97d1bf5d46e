/** The service worker's life: what wakes it, and what keeps it awake. */

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

/** Keeps this worker for as long as `work` takes: the browser stops one that seems idle, also while a large file is on its way. */
export async function awake<Done>(work: readonly Promise<Done>[]): Promise<Done[]> {
  const sign = setInterval(() => void chrome.runtime.getPlatformInfo(), 20_000);
  try {
    return await Promise.all(work);
  } finally {
    clearInterval(sign);
  }
}
