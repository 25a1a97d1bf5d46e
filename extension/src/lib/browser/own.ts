/** This extension itself: where it lives, its language, and whether it is still there. */

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

export const openOptions = (): Promise<void> => chrome.runtime.openOptionsPage();

/** The hosts the manifest names: they come with the installation and go with it. */
export const requiredHosts = (): readonly string[] => (chrome.runtime.getManifest() as chrome.runtime.ManifestV3).host_permissions ?? [];
