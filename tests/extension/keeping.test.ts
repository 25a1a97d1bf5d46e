import { describe, expect, it } from 'vitest';
import { roomIn } from '@/background/room';
import { fileNameOf, isVideoAddress, mediaOf } from '@/domain/media';
import { filesIn, hasOwnElements } from '@/domain/mhtml';
import { platforms } from '@/platforms/known';
import { videosIn } from '@/platforms/videos';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('what bytes are', () => {
  it.each([
    ['image', '\xff\xd8\xff\xe0'], ['image', '\x89PNG\r\n\x1a\n'], ['image', 'RIFF....WEBPVP8 '], ['image', '\0\0\0\x18ftypheic'], ['image', '\0\0\0\x18ftypavif'],
    ['video', '\0\0\0\x20ftypisom'], ['video', '\x1a\x45\xdf\xa3'], ['video', 'RIFF....AVI LIST'], ['pdf', '%PDF-1.7'],
    ['other', '<html>'], ['other', ''], ['other', '\0\0\0\x20ftypM4A '], ['other', '{"a":1}'],
  ])('is %s for %j', (is, text) => {
    expect(mediaOf(bytes(text))).toBe(is);
  });

  it('names a file by its address, and never by what is no name', () => {
    expect(fileNameOf('https://a.example/x/%2e%2e/evil', 0, 'image/png')).toBe('evil.png');
    expect(fileNameOf('https://a.example/1.jpg?x=2', 0, '')).toBe('1.jpg');
    expect(fileNameOf('not an address', 4, 'video/mp4')).toBe('picture-5.mp4');
    expect(isVideoAddress('https://a.example/1.MP4?x=.jpg')).toBe(true);
    expect(isVideoAddress('https://a.example/1.jpg?x=.mp4')).toBe(false);
  });
});

describe('a page archive', () => {
  const archive = (...parts: string[]): Uint8Array => bytes(['MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n', ...parts, ''].join('\r\n--B\r\n'));
  const part = (address: string, encoding: string, body: string): string => `Content-Type: image/jpeg\r\nContent-Transfer-Encoding: ${encoding}\r\nContent-Location: ${address}\r\n\r\n${body}`;

  it('gives every byte of a binary part, and no other file for a fragment', () => {
    const all = String.fromCharCode(...Array.from({ length: 256 }, (_, at) => at));
    const files = filesIn(archive(part('https://a.example/1', 'binary', all)), new Set(['https://a.example/1#x']));
    expect([...(files.get('https://a.example/1#x')?.bytes ?? [])]).toEqual(Array.from({ length: 256 }, (_, at) => at));
  });

  it('takes no boundary inside a line, and the first of two parts of one address', () => {
    const files = filesIn(archive(part('https://a.example/1', '8bit', 'x --B y'), part('https://a.example/1', '8bit', 'second')), new Set(['https://a.example/1']));
    expect(new TextDecoder().decode(files.get('https://a.example/1')?.bytes)).toBe('x --B y');
  });

  it.each([
    ['no boundary', 'MIME-Version: 1.0\r\n\r\nx'], ['nothing', ''], ['only a boundary', 'Content-Type: m; boundary="B"\r\n\r\n--B'],
    ['headers without an end', `Content-Type: m; boundary="B"\r\n\r\n--B\r\n${'x: y\r\n'.repeat(20_000)}`],
    ['a boundary of regular expression', 'Content-Type: m; boundary="(.*)+$"\r\n\r\n--(.*)+$\r\n\r\nx'],
  ])('is nothing with %s', (_, text) => {
    expect(filesIn(bytes(text), new Set(['https://a.example/1'])).size).toBe(0);
  });

  it('says whether an element of ours is in it, however it is written', () => {
    const page = (body: string): Uint8Array => bytes(`Content-Type: m; boundary="B"\r\n\r\n--B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${body}\r\n--B--`);
    expect(hasOwnElements(page('<p><return=\r\nproof-panel></p>'))).toBe(true);
    expect(hasOwnElements(page('<p>returnproof- is a word</p>'))).toBe(false);
  });
});

it('is low before it is full, whatever the quota', () => {
  for (const quota of [20_000_000, 1_000_000_000, 100_000_000_000]) {
    expect(roomIn({ quota, usage: quota * 0.1 })).toBe('enough');
    expect(roomIn({ quota, usage: quota - Math.min(400_000_000, quota * 0.2) })).toBe('low');
    expect(roomIn({ quota, usage: quota - Math.min(20_000_000, quota * 0.05) })).toBe('full');
  }
  expect(roomIn({})).toBe('enough');
  expect(roomIn({ quota: 1_000_000_000, usage: 0 }, 990_000_000)).toBe('full');
});

describe('films an answer names', () => {
  const [platform] = platforms;
  const found = (value: unknown): string[] => (platform ? videosIn(JSON.stringify(value), 'https://s.kwaixiaodian.com/x', '2600000000000001', platform) : []);

  it('are those of this refund alone, and none of the goods', () => {
    const own = { refundId: '2600000000000001', evidence: { videos: ['/a.mp4', 'https://v.example/b'] }, pictures: ['https://p.example/1.jpg', 'https://p.example/2.mp4'] };
    expect(found({ data: [{ ...own, itemInfo: { videoUrl: 'https://v.example/goods.mp4' } }, { refundId: '2600000000000002', videos: ['https://v.example/other.mp4'] }] })).toEqual([
      'https://p.example/2.mp4', 'https://s.kwaixiaodian.com/a.mp4', 'https://v.example/b',
    ]);
  });

  it('are none in what is hostile', () => {
    expect(found({ refundId: '2600000000000001', videos: ['javascript:alert(1)', 'data:video/mp4,x', 7, null, { url: {} }, 'x'.repeat(3000)] })).toEqual([]);
    expect(platform && videosIn('{', 'https://s.example', '1', platform)).toEqual([]);
    let deep: unknown = { refundId: '2600000000000001', videos: ['https://v.example/deep.mp4'] };
    for (let at = 0; at < 3000; at += 1) deep = { deep };
    expect(found(deep)).toEqual([]);
  });
});
