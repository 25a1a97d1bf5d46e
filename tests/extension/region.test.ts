import { describe, expect, it } from 'vitest';
import type { Note } from '@/domain/answers';
import { fragmentOf, placeOfNote, regionOf, within } from '@/domain/region';
import { firstRegion, keyedRegion } from '@/ui/panel/marking';

const SIZE = { width: 400, height: 300 };
const PHOTO = 'https://shop.example/api/v1/photos/p-1/original';
const note = (target: unknown): Note => ({ id: 'https://shop.example/annotations/1', target });

describe('where a note points', () => {
  it('is the photo and the part its selector names', () => {
    const selector = { type: 'FragmentSelector', value: 'xywh=pixel:1,2,30,40' };
    expect(placeOfNote(note({ type: 'SpecificResource', source: PHOTO, selector }))).toEqual({ photo: 'p-1', value: 'xywh=pixel:1,2,30,40' });
    expect(placeOfNote(note(['https://shop.example/api/v1/cases/9', { source: PHOTO, selector: [{ type: 'SvgSelector' }, selector] }]))?.value).toBe('xywh=pixel:1,2,30,40');
    expect(placeOfNote(note(`${PHOTO}#xywh=1,2,3,4`))).toEqual({ photo: 'p-1', value: 'xywh=1,2,3,4' });
    expect(placeOfNote(note(PHOTO))).toEqual({ photo: 'p-1', value: null });
  });
  it('is no photo for a case, for nothing, or for what is no target', () => {
    for (const target of ['https://shop.example/api/v1/cases/26', null, undefined, 7, { source: 5 }, []]) expect(placeOfNote(note(target))).toBeNull();
  });
});

describe('a region', () => {
  it('comes back as it was written', () => {
    const region = { x: 10, y: 20, w: 30, h: 40 };
    expect(regionOf(fragmentOf(region), SIZE)).toEqual(region);
  });
  it('in percent is measured by the photo, and without a unit in pixels', () => {
    expect(regionOf('xywh=percent:50,50,25,50', SIZE)).toEqual({ x: 200, y: 150, w: 100, h: 150 });
    expect(regionOf('xywh=5,6,7,8', SIZE)).toEqual({ x: 5, y: 6, w: 7, h: 8 });
  });
  it('is cut at the edges of the photo, and is none outside of it', () => {
    expect(regionOf('xywh=pixel:390,290,100,100', SIZE)).toEqual({ x: 390, y: 290, w: 10, h: 10 });
    expect(within({ x: -5, y: -5, w: 10, h: 10 }, SIZE)).toEqual({ x: 0, y: 0, w: 5, h: 5 });
    for (const value of ['xywh=pixel:400,0,10,10', 'xywh=pixel:1,2,0,4', 'xywh=pixel:a,b,c,d', 'xywh=pixel:1,2,3', 't=1,2', '', null]) expect(regionOf(value, SIZE)).toBeNull();
  });
});

describe('drawing with the keys', () => {
  it('begins in the middle, moves and sizes, and never leaves the photo', () => {
    let region = firstRegion(SIZE);
    expect(keyedRegion('ArrowRight', false, region, SIZE)).toEqual({ ...region, x: region.x + 8 });
    expect(keyedRegion('ArrowDown', true, region, SIZE)).toEqual({ ...region, h: region.h + 6 });
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']) {
      for (const isShift of [true, false]) {
        for (let press = 0; press < 120; press += 1) region = keyedRegion(key, isShift, region, SIZE) ?? region;
        const { x, y, w, h } = region;
        expect([x >= 0, y >= 0, w > 0, h > 0, x + w <= 400, y + h <= 300]).toEqual([true, true, true, true, true, true]);
      }
    }
  });
  it('leaves other keys to others', () => {
    expect(keyedRegion('Enter', false, firstRegion(SIZE), SIZE)).toBeNull();
  });
});
