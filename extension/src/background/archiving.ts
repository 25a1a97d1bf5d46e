/** The page as it was: one MHTML file and a picture of what the window shows, without our own elements. */
import { archiveTab, canArchive, captureShown, messages, runIn, tabNow } from '@/lib/browser';
import { ownProblem, type Problem } from '@/lib/result';
import type { Push } from '@/domain/messages';

const PAUSES_MS = [400, 1200, 3000];
// A picture shows what was last drawn: our elements are gone from it one frame later.
const DRAWN_MS = 120;

const tell = (tabId: number, message: Push): Promise<unknown> => messages.toTab(tabId, message).catch(() => null);
const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** The browser refuses now and then, while the tab is busy; a moment later it obeys. */
async function patiently(tabId: number): Promise<Blob> {
  for (const pause of PAUSES_MS) {
    try {
      return await archiveTab(tabId);
    } catch {
      await wait(pause);
    }
  }
  return archiveTab(tabId);
}

/** Our elements leave the page for as long as `work` takes, and come back whatever happens. */
export async function withoutOurs<Made>(tabId: number, work: () => Promise<Made>): Promise<Made> {
  // Put in for it: what every page loads need not know how.
  if (await runIn(tabId, '/absence.js')) await tell(tabId, { type: 'hide' });
  try {
    return await work();
  } finally {
    await tell(tabId, { type: 'show' });
  }
}

export async function archivePage(tabId: number): Promise<Blob> {
  if (!canArchive()) throw new Error('this browser archives no pages');
  return patiently(tabId);
}

export type Captured = { readonly ok: true; readonly bytes: Blob } | { readonly ok: false; readonly problem: Problem };

function blobOf(dataAddress: string): Blob {
  const binary = atob(dataAddress.replace(/^[^,]*,/, ''));
  return new Blob([Uint8Array.from(binary, (character) => character.charCodeAt(0))], { type: 'image/png' });
}

/** What the tab's window shows now. The browser wants the tab in front, and a gesture it accepts. */
export async function captureTab(tabId: number): Promise<Captured> {
  const before = await tabNow(tabId);
  if (!before?.isShown) return { ok: false, problem: ownProblem('tab-not-shown') };
  await wait(DRAWN_MS);
  try {
    const picture = await captureShown(before.windowId);
    // Another tab may have come to the front meanwhile: its picture must not be kept as this one's.
    const after = await tabNow(tabId);
    if (!after?.isShown || after.windowId !== before.windowId) return { ok: false, problem: ownProblem('tab-not-shown') };
    return { ok: true, bytes: blobOf(picture) };
  } catch {
    return { ok: false, problem: ownProblem('capture-refused') };
  }
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A piece of a picture of the window; `scale` is pixels of the picture per pixel of the page. */
export async function cutOut(picture: Blob, box: Box, scale: number): Promise<Blob | null> {
  const [x, y, width, height] = [box.x, box.y, box.width, box.height].map((side) => Math.round(side * scale)) as [number, number, number, number];
  if (width < 8 || height < 8) return null;
  const bitmap = await createImageBitmap(picture, x, y, width, height);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}
