/** Pictures for a form of the platform: the kept bytes as they are, or a smaller copy of them. */
import { ask, call, type Caller, problemOf } from '@/lib/api-client';
import { bad, good, ownProblem, type Result } from '@/lib/result';
import { type FormPicture, type PictureFormat, statement, type Statement } from '@/domain/filling';

interface PictureWanted {
  readonly of: 'photo' | 'figure';
  readonly id: string;
  readonly formats: readonly PictureFormat[];
  readonly bytes: number | null;
}

// A page loads what it is given into memory several times over.
const MOST_BYTES = 20 * 1024 * 1024;
const SIDES = [4096, 3072, 2400, 1920, 1440, 1080, 800, 600];
const QUALITIES = [0.92, 0.85, 0.75, 0.65];
const ENDINGS: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'image/gif': 'gif', 'image/bmp': 'bmp' };

async function base64Of(bytes: Blob): Promise<string> {
  const content = new Uint8Array(await bytes.arrayBuffer());
  let binary = '';
  for (let at = 0; at < content.length; at += 0x8000) binary += String.fromCharCode(...content.subarray(at, at + 0x8000));
  return btoa(binary);
}

async function fetched(to: Caller, path: string): Promise<Result<Blob>> {
  // The platform's people read Chinese, whatever the seller reads.
  const answer = await ask({ ...to, language: 'zh-CN' }, { path, timeoutMs: 60_000 });
  if (!answer.ok) return answer;
  return answer.value.ok ? good(await answer.value.blob()) : bad(await problemOf(answer.value));
}

/** Drawn on white: a form's JPEG has no transparency. */
async function drawn(picture: ImageBitmap, side: number, type: string, quality: number): Promise<Blob> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type, quality });
}

/** The largest copy that fits; null when not even the smallest does. */
async function smaller(picture: ImageBitmap, type: string, bytes: number): Promise<Blob | null> {
  const longest = Math.max(picture.width, picture.height);
  const sides = [Math.min(longest, SIDES[0] ?? longest), ...SIDES.filter((side) => side < longest)];
  for (const side of sides) {
    for (const quality of type === 'image/jpeg' || type === 'image/webp' ? QUALITIES : [1]) {
      const copy = await drawn(picture, side, type, quality);
      if (copy.size <= bytes) return copy;
    }
  }
  return null;
}

/** What this browser cannot decode (HEIC) the server can; its picture is at most 2000 pixels wide. */
async function decoded(to: Caller, wanted: PictureWanted, original: Blob): Promise<Result<ImageBitmap>> {
  try {
    return good(await createImageBitmap(original, { imageOrientation: 'from-image' }));
  } catch {
    if (wanted.of === 'figure') return bad(ownProblem('picture-unreadable'));
  }
  const drawnByServer = await fetched(to, `/api/v1/photos/${wanted.id}/thumbnail?size=2000`);
  if (!drawnByServer.ok) return drawnByServer;
  return createImageBitmap(drawnByServer.value).then(good, () => bad(ownProblem('picture-unreadable')));
}

const nameOf = (wanted: PictureWanted, type: string): string => `${wanted.of}-${wanted.id.slice(0, 12)}.${ENDINGS[type] ?? 'jpg'}`;

interface StatementWanted {
  readonly refund_id: string;
  readonly form: string;
  readonly longest: number;
}

/** The server's draft for a form, in the platform's language and, to be read, in the seller's. */
export const statementOf = (to: Caller, { refund_id: id, form, longest }: StatementWanted): Promise<Result<Statement>> =>
  call(to, { path: `/api/v1/cases/${encodeURIComponent(id)}/statement?form=${form}&longest=${longest}` }, statement);

/** The original stays where it is kept, untouched; a copy says what it was made of. */
export async function formPicture(to: Caller, wanted: PictureWanted): Promise<Result<FormPicture>> {
  const path = wanted.of === 'photo' ? `/api/v1/photos/${wanted.id}/original` : `/api/v1/comparisons/${wanted.id}/figure`;
  const got = await fetched(to, path);
  if (!got.ok) return got;
  const original = got.value;
  const type = (original.type.split(';')[0] ?? '').trim();
  const longest = Math.min(wanted.bytes ?? MOST_BYTES, MOST_BYTES);
  const isTaken = wanted.formats.some((format) => format === type);
  if (isTaken && original.size <= longest) {
    return good({ name: nameOf(wanted, type), media_type: type, base64: await base64Of(original), size: original.size, copy: null });
  }
  const picture = await decoded(to, wanted, original);
  if (!picture.ok) return picture;
  const target = ['image/jpeg', 'image/webp', 'image/png'].find((each) => wanted.formats.some((format) => format === each));
  const copy = target ? await smaller(picture.value, target, longest) : null;
  picture.value.close();
  if (!copy) return bad(ownProblem('does-not-fit', String(Math.round(longest / 1024))));
  return good({ name: nameOf(wanted, copy.type), media_type: copy.type, base64: await base64Of(copy), size: copy.size, copy: { media_type: type, size: original.size } });
}
