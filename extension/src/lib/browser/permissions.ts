/** What the seller allows, site by site. */

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
