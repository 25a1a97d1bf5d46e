/** The page as it was, as one MHTML file, without our own elements. */
import { archiveTab, canArchive, messages } from '@/lib/browser';
import type { Push } from '@/domain/messages';

const tell = (tabId: number, message: Push): Promise<unknown> => messages.toTab(tabId, message).catch(() => null);

/** Where `clean`, our elements leave the page for that moment and come back whatever happens. */
export async function archivePage(tabId: number, clean: boolean): Promise<Blob> {
  if (!canArchive()) throw new Error('this browser archives no pages');
  if (!clean) return archiveTab(tabId);
  await tell(tabId, { type: 'hide' });
  try {
    return await archiveTab(tabId);
  } finally {
    await tell(tabId, { type: 'show' });
  }
}
