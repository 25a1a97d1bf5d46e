/** Pictures whose host this browser may not read: the browser's own copy, and only without one what the window shows. */
import type { PagePicture } from '@/domain/messages';
import { filesIn } from '@/domain/mhtml';
import type { How } from '@/domain/panel-state';
import { archivePage, captureTab, cutOut, withoutOurs } from '@/background/archiving';
import { readPage } from '@/background/page-asking';

/** Bytes, and what there is to say of where they are from. */
export interface Given {
  readonly bytes: Blob;
  readonly how: How;
  readonly said: Readonly<Record<string, unknown>>;
}

type Found = Map<string, Given>;

/** Out of `archive`, or of one made now; byte for byte what the browser received for the page. */
export async function fromArchive(tabId: number | null, wanted: readonly PagePicture[], archive?: Blob | null): Promise<Found> {
  const found: Found = new Map();
  const whole = archive ?? (tabId === null ? null : await archivePage(tabId).catch(() => null));
  if (!whole) return found;
  const files = filesIn(new Uint8Array(await whole.arrayBuffer()), new Set(wanted.flatMap(({ url, shown }) => (shown ? [url, shown] : [url]))));
  for (const { url, shown } of wanted) {
    const address = files.has(url) ? url : (shown ?? '');
    const file = files.get(address);
    if (file) found.set(url, { bytes: new Blob([file.bytes], { type: file.mediaType }), how: 'archive', said: { address, content_type: file.mediaType.slice(0, 200) } });
  }
  return found;
}

/** Cut out of what the window shows: no original, and marked as such. */
export async function fromWindow(tabId: number | null, wanted: readonly PagePicture[]): Promise<Found> {
  const found: Found = new Map();
  if (tabId === null || !wanted.length) return found;
  const addresses = wanted.flatMap(({ url, shown }) => (shown ? [url, shown] : [url]));
  const { read, picture } = await withoutOurs(tabId, async () => {
    const there = await readPage({ tabId, documentId: null }, null, addresses);
    return { read: there, picture: there?.boxes.length ? await captureTab(tabId) : null };
  });
  if (!read || !picture?.ok) return found;
  for (const { url, shown } of wanted) {
    const box = read.boxes.find((each) => each.url === url || each.url === shown);
    const bytes = box && (await cutOut(picture.bytes, box, read.view.scale).catch(() => null));
    if (bytes) found.set(url, { bytes, how: 'cut', said: { address: box.url, box, scale: read.view.scale } });
  }
  return found;
}
