/** Pages nobody has described: what a seller points at becomes words, tried with the engine itself. */
import { describe, expect, it } from 'vitest';
import { readDescription } from '@/platforms/description';
import { idAt, type Mark, markNames, teach } from '@/platforms/teaching';
import { kuaishou, parsePage, readSaved } from './reading';

const html = (body: string, address = 'https://erp.example.com/after/list'): string => `<meta name="address" content="${address}"><body><main>${body}</main></body>`;

/** Marks stand in the page as `data-mark`, on the element that holds the text or is the picture. */
function marksIn(page: Document): Mark[] {
  return markNames.flatMap((name) => {
    const element = page.querySelector(`[data-mark=${name}]`);
    if (!element) return [];
    const node = element.tagName === 'IMG' ? element : element.firstChild;
    if (!node) return [];
    const text = node.nodeValue ?? '';
    return [{ name, node, value: name === 'pictures' ? '' : (idAt(text, text.length) ?? text) }];
  });
}

const taught = (source: string): ReturnType<typeof teach> => {
  const { document: page, url } = parsePage(source);
  return teach({ document: page, url }, marksIn(page), kuaishou, null, '2026-11-23');
};

const row = (n: number, marked = false): string =>
  `<tr id=r${n}><td ${marked ? 'data-mark=refund_id' : ''}>RT-2026-${1000 + n}</td><td>某买家</td><td ${marked ? 'data-mark=order_id' : ''}>${880000000 + n}</td><td ${marked ? 'data-mark=amount' : ''}>¥${n}.50</td></tr>`;

const TABLE = html(`<table><thead><tr><th>服务编码</th><th>客户</th><th>交易流水</th><th>应退</th></tr></thead><tbody>${row(1)}${row(2, true)}${row(3)}</tbody></table>`);
const CARDS = html([1, 2, 3].map((n) => `<article id=c${n}><p><b>服务编码：</b><i ${n === 1 ? 'data-mark=refund_id' : ''}>77700${n}123</i></p><p ${n === 1 ? 'data-mark=order_id' : ''}>交易流水：88800${n}123</p><p>买家留言：服务编码：666000666</p></article>`).join(''));
const DETAIL = html(`<section><dl><dt>Return number</dt><dd data-mark=refund_id>A1234567</dd><dt>Sale</dt><dd data-mark=order_id>B7654321</dd><dt>Shown by customer</dt><dd><img data-mark=pictures src="https://img.example.com/a.jpg" width=200></dd></dl></section>`, 'https://erp.example.com/after/A1234567?rma=A1234567');

describe('a page that is not recognised', () => {
  it('is read as a table after one row was pointed at', () => {
    const found = taught(TABLE);
    expect(found?.labels).toEqual({ refund_id: '服务编码', order_id: '交易流水', amount: '应退' });
    expect(found?.reading.records.map(({ facts, container }) => [facts.refund_id, facts.order_id, facts.amount_fen, container.id])).toEqual(
      [1, 2, 3].map((n) => [`RT-2026-${1000 + n}`, String(880000000 + n), n * 100 + 50, `r${n}`]));
  });

  it('is read as cards, and a buyer who writes such a label changes nothing', () => {
    expect(taught(CARDS)?.reading.records.map(({ facts }) => [facts.refund_id, facts.order_id])).toEqual([1, 2, 3].map((n) => [`77700${n}123`, `88800${n}123`]));
  });

  it('is read as one refund with its pictures, known again by its address', () => {
    const found = taught(DETAIL);
    expect(found?.reading.detail?.facts.refund_id).toBe('A1234567');
    expect(found?.reading.pictures.map(({ url }) => url)).toEqual(['https://img.example.com/a.jpg']);
    expect(found?.description.url_parameters.refund_id).toEqual(['rma']);
    expect(found?.description.routes.detail).toEqual(['*/after/*']);
  });

  it.each([['table', TABLE], ['cards', CARDS], ['detail', DETAIL]])('is described so that a browser, a server and another page of it take it: %s', (_, source) => {
    const found = taught(source);
    const document = JSON.parse(JSON.stringify(found?.description)) as unknown;
    const read = readDescription(document);
    if (!read.ok) throw new Error(read.why);
    expect(read.value).toMatchObject({ id: 'local-erp-example-com', hosts: ['https://erp.example.com'], state: 'unproven' });
    expect(readSaved(parsePage(source), [], read.value).records).toHaveLength(found?.reading.records.length ?? -1);
  });

  it.each([
    ['an order id that nothing names', '<div><div data-mark=refund_id>123456789</div><div data-mark=order_id>987654321</div></div>'],
    ['the same id for both', '<div><p>号码：<i data-mark=refund_id>123456789</i></p><p>号码：<i data-mark=order_id>123456780</i></p></div>'],
  ])('is not taught wrong: %s', (_, body) => {
    expect(taught(html(body))).toBeNull();
  });

  it('of a known platform keeps that platform’s name, so that words are added to it', () => {
    const { document: page, url } = parsePage(TABLE.replace('erp.example.com', 's.kwaixiaodian.com'));
    expect(teach({ document: page, url }, marksIn(page), kuaishou, kuaishou, '2026-11-23')?.description.id).toBe('kuaishou');
  });
});

it.each([
  ['售后：26000001 订单：25000002', 4, '26000001'],
  ['售后：26000001 订单：25000002', 18, '25000002'],
  ['没有编号', 0, null],
  ['abcdef', 1, null],
])('the id in %j at %i is %j', (text, at, id) => {
  expect(idAt(text, at)).toBe(id);
});
