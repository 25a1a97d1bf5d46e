import { expect, it } from 'vitest';
import { parseKeepingIds, picturesOf, readResponse } from '@/platforms/responses';
import { kuaishou } from './reading';

const URL_ = 'https://s.kwaixiaodian.com/rest/pc/aftersales/schema/refund/list/pagination?caver=2';

it('keeps every digit of an id that is too long for a number', () => {
  expect(parseKeepingIds('{"a":12345678901234567890,"b":"\\"12345678901234567890","c":[1,2.5e3,-12345678901234567]}')).toEqual({
    a: '12345678901234567890', b: '"12345678901234567890', c: [1, 2500, '-12345678901234567'],
  });
});

it('reads pictures written as an array, as text of an array, as a comma list', () => {
  const two = ['https://p.example/1.jpg', 'https://p.example/2.jpg'];
  expect(picturesOf(two, URL_)).toEqual(two);
  expect(picturesOf(JSON.stringify(two), URL_)).toEqual(two);
  expect(picturesOf(two.join(','), URL_)).toEqual(two);
  expect(picturesOf([{ url: two[0] }, { url: 'javascript:alert(1)' }, 7, null], URL_)).toEqual([two[0]]);
  expect(picturesOf('[broken', URL_)).toEqual([]);
});

it('finds refunds at any depth and never mixes two', () => {
  const body = JSON.stringify({ result: 1, data: { list: [
    { refundId: '2532716712330001', order: { oid: '2532403006410001', fee: 1 }, info: { refundFee: 100 } },
    { refundId: '2532716712330002', related: { refundId: '2532716712330001', refundFee: 999 } },
  ] } });
  const found = readResponse(body, URL_, kuaishou, 0);
  expect(found.map(({ facts }) => facts)).toEqual([
    { refund_id: '2532716712330001', platform: 'kuaishou', order_id: '2532403006410001', amount_fen: 100 },
    { refund_id: '2532716712330002', platform: 'kuaishou' },
  ]);
});

it.each(['', 'null', '[]', '{"refundId":{}}', '{"refundId":"<img>"}', '{"refundId":1}', '<html>', '{"data":{"refundId":true}}'])('makes nothing of %s', (body) => {
  expect(readResponse(body, URL_, kuaishou, 0)).toEqual([]);
});

it('leaves out fields of another form', () => {
  const body = JSON.stringify({ refundId: '2532716712330001', refundFee: 'free', expireTime: 'soon', handlingWay: 99, orderId: 'x', refundStatus: 20, riskCode: 10001 });
  expect(readResponse(body, URL_, kuaishou, 0)[0]?.facts).toEqual({
    refund_id: '2532716712330001', platform: 'kuaishou', status: '平台介入-买家仅退款申请', platform_flags: ['risk_code:10001', 'platform_intervention'],
  });
});
