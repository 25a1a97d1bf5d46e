import { expect, it } from 'vitest';
import { accountIn } from '@/platforms/account';

const account = { id: ['sellerId', 'shopId'], name: ['shopName'] };
const read = (value: unknown): ReturnType<typeof accountIn> => accountIn(JSON.stringify(value), { account });

it('reads the one shop all records name, its id as text to the last digit', () => {
  const body = '{"data":{"list":[{"sellerId":12345678901234567890,"refundId":1},{"sellerId": 12345678901234567890}],"shopName":"\\u5c0f\\"店"}}';
  expect(accountIn(body, { account })).toEqual({ id: '12345678901234567890', name: '小"店' });
});

it('says nothing where two shops are named, or none, or only nought', () => {
  expect(read([{ sellerId: 1 }, { sellerId: 2 }])).toBeNull();
  expect(read({ refundId: 3 })).toBeNull();
  expect(read({ sellerId: 0, shopId: '' })).toBeNull();
});

it('takes the next name where the first holds nothing', () => {
  expect(read({ sellerId: 0, shopId: 'S-77' })).toEqual({ id: 'S-77', name: '' });
});

it('is not fooled by what a buyer wrote', () => {
  expect(read({ refundDesc: '"sellerId":999', sellerId: 5 })).toEqual({ id: '5', name: '' });
  expect(read({ refundDesc: '{"sellerId":"999"}', other: '\\"sellerId":999' })).toBeNull();
  expect(read({ refundDesc: 'sellerId', sellerId: ['1', '2'], x: { sellerId: { a: 1 } } })).toBeNull();
});

it('refuses what is no id: spaces, fractions, signs, other scripts', () => {
  for (const value of ['? kuaishou', '１２', '@v1', 'a'.repeat(65), 1.5, 1e30, -4, null, true]) expect(read({ sellerId: value })).toBeNull();
});

it('knows no account where a platform names none', () => {
  expect(accountIn('{"sellerId":1}', { account: { id: [], name: [] } })).toBeNull();
});
