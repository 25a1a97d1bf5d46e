/** A rectangle on a photo, in pixels of the upright original: W3C Media Fragments `xywh=pixel:x,y,w,h`. */
import type { Note } from '@/domain/answers';

export interface Region {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a note points: the id of a photo, and the part of it, if it names one. */
export interface NotePlace {
  readonly photo: string;
  readonly value: string | null;
}

const PHOTO = /\/api\/v1\/photos\/([^/?#]+)(?:\/original)?(?:#(.*))?$/;
const XYWH = /^xywh=(?:(pixel|percent):)?(\d+(?:\.\d+)?),(\d+(?:\.\d+)?),(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)$/;

export const fragmentOf = ({ x, y, w, h }: Region): string => `xywh=pixel:${x},${y},${w},${h}`;

/** The region a fragment names, kept inside the photo; null for what is none. */
export function regionOf(value: string | null, { width, height }: Size): Region | null {
  const match = XYWH.exec(value ?? '');
  if (!match || width <= 0 || height <= 0) return null;
  const [horizontal, vertical] = match[1] === 'percent' ? [width / 100, height / 100] : [1, 1];
  const [x = 0, y = 0, w = 0, h = 0] = match.slice(2, 6).map(Number);
  return within({ x: x * horizontal, y: y * vertical, w: w * horizontal, h: h * vertical }, { width, height });
}

/** Whole pixels inside the photo; null when nothing of it is inside. */
export function within({ x, y, w, h }: Region, { width, height }: Size): Region | null {
  const [left, top] = [Math.max(0, Math.floor(x)), Math.max(0, Math.floor(y))];
  const [right, bottom] = [Math.min(width, Math.ceil(x + w)), Math.min(height, Math.ceil(y + h))];
  return right > left && bottom > top ? { x: left, y: top, w: right - left, h: bottom - top } : null;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function placeOfTarget(target: unknown): NotePlace | null {
  const source = isObject(target) ? (target.source ?? target.id) : target;
  const match = typeof source === 'string' ? PHOTO.exec(source) : null;
  if (!match?.[1]) return null;
  const selectors = isObject(target) ? [target.selector].flat() : [];
  const found = selectors.find((each) => isObject(each) && each.type === 'FragmentSelector' && typeof each.value === 'string');
  const value = isObject(found) && typeof found.value === 'string' ? found.value : (match[2] ?? null);
  return { photo: decodeURIComponent(match[1]), value };
}

export function placeOfNote({ target }: Note): NotePlace | null {
  for (const each of [target].flat()) {
    const place = placeOfTarget(each);
    if (place) return place;
  }
  return null;
}
