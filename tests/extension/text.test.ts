import { expect, it } from 'vitest';
import { serverAddress, isLoopback } from '@/domain/server-address';
import { matchesPattern } from '@/platforms/patterns';
import { clean, fenOf, timeOf } from '@/platforms/text';

it('compares full and half width alike', () => {
  expect(clean('售后单号： １２３\u200b 4')).toBe('售后单号:1234');
});

it.each([
  ['¥1,139.00', 113900], ['24.7元', 2470], ['￥0.05', 5], ['59', 5900], ['¥', null], ['1.234', null], ['12,34', null], ['约¥5', null],
])('reads %s as %s fen', (shown, fen) => {
  expect(fenOf(shown)).toBe(fen);
});

it.each([
  ['2026-11-20 16:30:00', '2026-11-20T08:30:00Z'], ['2026/1/2 00:05', '2026-01-01T16:05:00Z'], ['2026-13-45 99:99', null], ['昨天', null],
])('reads the local time %s as %s', (shown, time) => {
  expect(timeOf(shown)).toBe(time);
});

it.each([
  ['*/zone/refund/detail*', '/zone/refund/detail', true], ['*/zone/refund/detail*', '/sample/zone/refund/detail/1', true],
  ['*/zone/refund/detail*', '/zone/refund/list', false], ['/a*a', '/a', false], ['*', '', true], ['/a', '/ab', false],
])('matches %s against %s: %s', (pattern, text, isMatch) => {
  expect(matchesPattern(pattern, text)).toBe(isMatch);
});

it('takes an address as people type it, and no other scheme', () => {
  expect(serverAddress('127.0.0.1:8600')?.origin).toBe('http://127.0.0.1:8600');
  expect(serverAddress(' https://x.example/a ')?.origin).toBe('https://x.example');
  expect(serverAddress('shop.example')?.origin).toBe('https://shop.example');
  expect(serverAddress('javascript:alert(1)')).toBeNull();
  expect(serverAddress('http://a:b@x.example')).toBeNull();
});

it('knows which servers are this computer', () => {
  expect(isLoopback(new URL('http://localhost:1'))).toBe(true);
  expect(isLoopback(new URL('http://127.9.8.7'))).toBe(true);
  expect(isLoopback(new URL('http://127.0.0.1.example'))).toBe(false);
});
