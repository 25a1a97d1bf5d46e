/** What bytes are, by how they begin: names, addresses and headers only claim it. */

export type Media = 'image' | 'video' | 'pdf' | 'other';

export const HEAD_BYTES = 64;

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
const IMAGE_BRANDS = /^(?:heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif|avis)$/;
const NO_VIDEO_BRANDS = /^(?:M4A |M4B |M4P |crx )$/;
const VIDEO_STARTS = ['1a45dfa3', '000001ba', '000001b3', '464c5601', '4f676753', '3026b2758e66cf11'];

const hexOf = (bytes: Uint8Array): string => [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function ofBoxes(head: Uint8Array): Media | null {
  const box = ascii(head, 4, 8);
  if (box !== 'ftyp') return /^(?:moov|mdat|wide|free|skip|pnot)$/.test(box) ? 'video' : null;
  const brand = ascii(head, 8, 12);
  if (IMAGE_BRANDS.test(brand)) return 'image';
  return NO_VIDEO_BRANDS.test(brand) ? 'other' : 'video';
}

export function mediaOf(head: Uint8Array): Media {
  const hex = hexOf(head);
  if (hex.startsWith('ffd8ff') || hex === '89504e470d0a1a0a' || /^(?:49492a00|4d4d002a)/.test(hex)) return 'image';
  const four = ascii(head, 0, 4);
  if (four === 'GIF8' || (four === 'RIFF' && ascii(head, 8, 12) === 'WEBP') || ascii(head, 0, 2) === 'BM') return 'image';
  if (four === 'RIFF' && ascii(head, 8, 12) === 'AVI ') return 'video';
  if (four === '%PDF') return 'pdf';
  const boxed = ofBoxes(head);
  if (boxed) return boxed;
  return VIDEO_STARTS.some((start) => hex.startsWith(start)) ? 'video' : 'other';
}

const TYPES: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'image/heic': 'heic', 'image/heif': 'heif', 'image/avif': 'avif',
  'image/gif': 'gif', 'image/tiff': 'tiff', 'image/bmp': 'bmp', 'video/mp4': 'mp4', 'video/webm': 'webm', 'video/quicktime': 'mov',
  'application/pdf': 'pdf',
};

/** A file name for what came from an address: the address' own where it has one. */
export function fileNameOf(address: string, place: number, mediaType: string): string {
  const last = URL.canParse(address) ? (new URL(address).pathname.split('/').pop() ?? '') : '';
  if (/^[\w.-]{1,80}\.[a-z0-9]{2,5}$/i.test(last)) return last;
  const plain = last.replace(/[^\w-]/g, '').slice(0, 40);
  return `${plain || `picture-${place + 1}`}.${TYPES[mediaType.split(';')[0]?.trim() ?? ''] ?? 'jpg'}`;
}

export const isVideoAddress = (address: string): boolean =>
  URL.canParse(address) && /\.(?:mp4|m4v|mov|webm|3gp|mkv|avi|flv|wmv|ts)$/i.test(new URL(address).pathname);
