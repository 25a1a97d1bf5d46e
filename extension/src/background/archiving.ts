/** The page as it was, as one MHTML file, without our own elements. */
import { archiveTab, canArchive, messages } from '@/lib/browser';
import type { Push } from '@/domain/messages';

const PAUSES_MS = [400, 1200, 3000];

const tell = (tabId: number, message: Push): Promise<unknown> => messages.toTab(tabId, message).catch(() => null);

/** The browser refuses now and then, while the tab is busy; a moment later it obeys. */
async function patiently(tabId: number): Promise<Blob> {
  for (const pause of PAUSES_MS) {
    try {
      return await archiveTab(tabId);
    } catch {
      await new Promise((resolve) => {
        setTimeout(resolve, pause);
      });
    }
  }
  return archiveTab(tabId);
}

/** Where `clean`, our elements leave the page for that moment and come back whatever happens. */
export async function archivePage(tabId: number, clean: boolean): Promise<Blob> {
  if (!canArchive()) throw new Error('this browser archives no pages');
  if (!clean) return patiently(tabId);
  await tell(tabId, { type: 'hide' });
  try {
    return await patiently(tabId);
  } finally {
    await tell(tabId, { type: 'show' });
  }
}
