/** Descriptions that come from elsewhere: newer ones count, bad ones never, and there is a way back. */
import { expect, it } from 'vitest';
import { received, type HeldDescriptions } from '@/background/descriptions';
import { type Description, readDescription } from '@/platforms/description';
import { joined } from '@/platforms/joined';
import { documents, platforms } from '@/platforms/known';
import { matchesAny } from '@/platforms/patterns';
import { parsePage, readSaved } from './reading';

const SERVER = 'http://127.0.0.1:8600';
const kuaishou = documents[0] as Record<string, unknown> & { version: number };
const blank: HeldDescriptions = { served: {}, former: {}, taught: {}, chosen: {}, skipped: [], checked: null };
const at = '2026-11-23T00:00:00Z';
const version = (number: number): unknown => ({ ...kuaishou, version: number });

it('a newer version is kept, and what is no newer than the built-in one is not', () => {
  const after = received(blank, SERVER, [version(kuaishou.version), version(kuaishou.version + 1)], at);
  expect(after.served[SERVER]).toEqual({ kuaishou: version(kuaishou.version + 1) });
  expect(received(blank, SERVER, [version(kuaishou.version)], at).served[SERVER]).toEqual({});
});

it('the one before stays to go back to, whether it was followed or withdrawn', () => {
  const first = received(blank, SERVER, [version(90)], at);
  const second = received(first, SERVER, [version(91)], at);
  expect(second.former).toEqual({ kuaishou: [version(90)] });
  expect(received(second, SERVER, [], at).former).toEqual({ kuaishou: [version(91), version(90)] });
  expect(received(second, SERVER, [version(90)], at).former).toEqual({ kuaishou: [version(91)] });
});

it.each([
  ['for a newer engine', { ...kuaishou, engine: 99, version: 90 }, 'engine'],
  ['with a label that is nothing', { ...kuaishou, version: 90, labels: { refund_id: ['\u200b'] } }, 'shape'],
  ['with an address that is not https', { ...kuaishou, version: 90, hosts: ['http://localhost'] }, 'shape'],
  ['with half of what it needs', { id: 'kuaishou', version: 90, engine: 1 }, 'shape'],
])('one %s is skipped with a word of why', (_, document, why) => {
  const after = received(blank, SERVER, [document, version(91)], at);
  expect(after.skipped).toEqual([{ id: 'kuaishou', version: 90, why }]);
  expect(after.served[SERVER]).toEqual({ kuaishou: version(91) });
});

const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

it.each([
  ['deeper than any is', { ...kuaishou, version: 90, note: deep(20_000) }],
  ['larger than any is', { ...kuaishou, version: 90, note: 'x'.repeat(500_000) }],
  ['of more members than any has', { ...kuaishou, version: 90, note: Array.from({ length: 30_000 }, () => 1) }],
  ['with a name that every object has', JSON.parse(JSON.stringify({ ...kuaishou, version: 90 }).replace('{', '{"__proto__":{"hosts":["https://evil.example"]},')) as unknown],
])('one %s is refused in a word, and the others count', (_, document) => {
  const after = received(blank, SERVER, [document, version(91)], at);
  expect(after.skipped).toEqual([{ id: 'kuaishou', version: 90, why: 'size' }]);
  expect(after.served[SERVER]).toEqual({ kuaishou: version(91) });
  expect(Object.prototype).not.toHaveProperty('hosts');
});

it.each(['constructor', '__proto__'])('one that calls itself %s is refused, and no table takes it for its own', (id) => {
  const after = received(blank, SERVER, [{ ...kuaishou, id, version: 90 }, version(91)], at);
  expect(after.skipped).toEqual([{ id, version: 90, why: 'shape' }]);
  expect(Object.keys(after.served[SERVER] ?? {})).toEqual(['kuaishou']);
});

it('words full of what a pattern means are compared as words, at once', () => {
  const tricks = ['(a+)+$', '[^]*[^]*[^]*x', '((.*)*)*', '*'.repeat(60), '\\\\(?=('];
  const read = readDescription({ ...kuaishou, version: 90, labels: { ...(kuaishou.labels as object), reason: tricks }, routes: { detail: ['*'.repeat(60)], ignore: [] }, noise: tricks });
  expect(read.ok).toBe(true);
  if (!read.ok) return;
  // Whatever backtracks over these words would still be at it when the test's time is over.
  const long = '('.repeat(3000) + 'a'.repeat(3000);
  const page = `<p>${long}</p><div><span>售后单号</span><span>2600000000000001</span></div><p>${long}!</p>`;
  expect(readSaved(parsePage(page), [], read.value).detail).toBeNull();
  expect(matchesAny(read.value.routes.detail, `/${'a'.repeat(4000)}!`)).toBe(true);
});

it('one that cannot be read leaves the one before it in force', () => {
  const first = received(blank, SERVER, [version(90)], at);
  expect(received(first, SERVER, [{ ...kuaishou, engine: 99, version: 91 }], at).served).toEqual(first.served);
});

it.each([null, 7, 'x', [], {}, { id: 5 }])('%j is no description, and nothing else suffers', (document) => {
  expect(received(blank, SERVER, [document, version(91)], at).served[SERVER]).toEqual({ kuaishou: version(91) });
});

const taughtWords = (): Description => {
  const [base] = platforms;
  if (!base) throw new Error('no description');
  return { ...base, labels: { refund_id: ['服务单编号'], order_id: ['交易流水'] }, id_formats: { ...base.id_formats, refund_id: { characters: '0-9A-Za-z', shortest: 6, longest: 12 } } };
};

it('what was taught adds words to a known platform and takes none away', () => {
  const [base] = platforms;
  if (!base) throw new Error('no description');
  const both = joined(base, taughtWords());
  expect(both.labels.refund_id).toEqual(['服务单编号', ...(base.labels.refund_id ?? [])]);
  expect(both.labels.amount).toEqual(base.labels.amount);
  expect(both.id_formats.refund_id).toEqual({ characters: '0-9A-Za-z', shortest: 6, longest: 24 });
  expect(readDescription(both).ok).toBe(true);
});

it('a word that was taught to mean one thing no longer means another', () => {
  const [base] = platforms;
  if (!base) throw new Error('no description');
  const both = joined(base, { ...base, labels: { refund_id: ['订单编号'] } });
  expect(both.labels.refund_id?.[0]).toBe('订单编号');
  expect(both.labels.order_id).not.toContain('订单编号');
});

it('a page only what was taught can read is read by both together', () => {
  const page = '<meta name="address" content="https://s.kwaixiaodian.com/zone/x"><body><main><section><div><span>服务单编号</span><span>260000000001</span></div><div><span>交易流水</span><span>250000000001</span></div></section></main></body>';
  const [base] = platforms;
  if (!base) throw new Error('no description');
  expect(readSaved(parsePage(page)).records).toEqual([]);
  expect(readSaved(parsePage(page), [], joined(base, taughtWords())).records).toMatchObject([{ refund_id: '260000000001', order_id: '250000000001' }]);
});
