import { expect, it } from 'vitest';
import { filesIn } from '@/domain/mhtml';

const ARCHIVE = [
  'From: <Saved by Blink>', 'MIME-Version: 1.0', 'Content-Type: multipart/related;', '\ttype="text/html";', '\tboundary="----MultipartBoundary--abc----"', '', '',
  '------MultipartBoundary--abc----', 'Content-Type: text/html', 'Content-Transfer-Encoding: quoted-printable', 'Content-Location: https://a.example/', '', '<b>=E5=94=AE=', 'x</b>',
  '------MultipartBoundary--abc----', 'Content-Type: image/jpeg', 'Content-Transfer-Encoding: base64', 'Content-Location: https://p.example/1.jpg', '', '/9j/', '4AAQ',
  '------MultipartBoundary--abc----', 'Content-Type: image/png', 'Content-Transfer-Encoding: base64', 'Content-Location: https://p.example/2.png', '', '***',
  '------MultipartBoundary--abc------', '',
].join('\r\n');
const bytes = new TextEncoder().encode(ARCHIVE);

it('gives a picture back byte for byte', () => {
  const files = filesIn(bytes, new Set(['https://p.example/1.jpg', 'https://a.example/']));
  expect([...(files.get('https://p.example/1.jpg')?.bytes ?? [])]).toEqual([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10]);
  expect(files.get('https://p.example/1.jpg')?.mediaType).toBe('image/jpeg');
  expect(new TextDecoder().decode(files.get('https://a.example/')?.bytes)).toBe('<b>售x</b>');
});

it('gives nothing for what is damaged, not wanted, or no archive', () => {
  expect(filesIn(bytes, new Set(['https://p.example/2.png'])).size).toBe(0);
  expect(filesIn(bytes, new Set()).size).toBe(0);
  expect(filesIn(new TextEncoder().encode('hello'), new Set(['https://p.example/1.jpg'])).size).toBe(0);
});
