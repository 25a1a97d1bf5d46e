/** Reads a QR code out of a picture or a camera's frame, with the browser's own reader where it has one. */
import { BarcodeDetector as Reader } from 'qr/decode.js';

interface Detector {
  readonly detect: (image: ImageBitmapSource) => Promise<readonly { readonly rawValue: string }[]>;
}
type Making = (new (options: { formats: string[] }) => Detector) & { readonly getSupportedFormats?: () => Promise<readonly string[]> };

/** Chromium has the interface on every system, but on some no reader behind it. */
async function detectors(): Promise<Detector[]> {
  const own = (globalThis as { BarcodeDetector?: Making }).BarcodeDetector;
  const formats = (await own?.getSupportedFormats?.().catch(() => [])) ?? [];
  const ours = new Reader({ formats: ['qr_code'] });
  return own && formats.includes('qr_code') ? [new own({ formats: ['qr_code'] }), ours] : [ours];
}

// A photo of a screen is read best small, a screenshot of a whole desktop best large.
const SIDES = [1000, 1800, 600];

async function scaled(image: ImageBitmap, side: number): Promise<ImageBitmap> {
  const scale = Math.min(1, side / Math.max(image.width, image.height));
  return createImageBitmap(image, { resizeWidth: Math.max(1, Math.round(image.width * scale)), resizeHeight: Math.max(1, Math.round(image.height * scale)), resizeQuality: 'high' });
}

/** The text of the first code found in a picture file; null when there is none, or it is no picture. */
export async function codeIn(file: Blob): Promise<string | null> {
  const image = await createImageBitmap(file).catch(() => null);
  if (!image) return null;
  const readers = await detectors();
  for (const side of SIDES) {
    const smaller = await scaled(image, side);
    for (const reader of readers) {
      const [found] = await reader.detect(smaller).catch(() => []);
      if (found?.rawValue) return found.rawValue;
    }
  }
  return null;
}

const FRAME_MS = 150;

/** Shows the camera in `video` until it sees a code or `signal` ends it; the picture goes nowhere else. */
export async function watchCamera(video: HTMLVideoElement, signal: AbortSignal): Promise<string | null> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
  const isOver = (): boolean => signal.aborted;
  const stop = (): void => stream.getTracks().forEach((track) => track.stop());
  if (isOver()) {
    stop();
    return null;
  }
  try {
    video.srcObject = stream;
    await video.play();
    const readers = await detectors();
    while (!isOver()) {
      for (const reader of readers) {
        const [found] = await reader.detect(video).catch(() => []);
        if (found?.rawValue) return found.rawValue;
      }
      await new Promise((resolve) => {
        setTimeout(resolve, FRAME_MS);
      });
    }
    return null;
  } finally {
    stop();
    video.srcObject = null;
  }
}
