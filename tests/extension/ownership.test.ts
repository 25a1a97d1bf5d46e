import { describe, expect, it } from 'vitest';
import { type Binding, heldKey, isHeld, type Origin, ownerOf, withBinding } from '@/domain/ownership';

const A = 'http://127.0.0.1:8600 first';
const B = 'https://proof.example second';
const page = (more: Partial<Origin> = {}): Origin => ({ platform: 'kuaishou', account: null, name: '', visit: 'v1', ...more });
const bound = (account: string, to: string, platform = 'kuaishou'): Binding => ({ platform, account, name: '', to, by: 'seller' });

describe('with one shop paired', () => {
  it('a page that names no shop is taken for it', () => {
    expect(ownerOf(page(), [A], [], null)).toEqual({ kind: 'shop', to: A, bind: null });
  });

  it('the first account seen is bound to it, so that a second one is noticed', () => {
    const first = ownerOf(page({ account: '100', name: '小店' }), [A], [], null);
    expect(first).toEqual({ kind: 'shop', to: A, bind: { platform: 'kuaishou', account: '100', name: '小店', to: A, by: 'first' } });
    const after = first.kind === 'shop' && first.bind ? [first.bind] : [];
    expect(ownerOf(page({ account: '100' }), [A], after, null)).toEqual({ kind: 'shop', to: A, bind: null });
    expect(ownerOf(page({ account: '200' }), [A], after, null)).toEqual({ kind: 'unclear', held: '? kuaishou 200' });
  });

  it('an account of another platform is not a second one', () => {
    expect(ownerOf(page({ platform: 'douyin', account: '7' }), [A], [bound('100', A)], null)).toMatchObject({ kind: 'shop', to: A });
  });

  it('what belonged to a shop that is not paired any more is not its', () => {
    expect(ownerOf(page({ account: '200' }), [A], [bound('100', A), bound('200', B)], null)).toMatchObject({ kind: 'unclear' });
    expect(ownerOf(page(), [A], [bound('200', B)], null)).toMatchObject({ kind: 'unclear' });
  });
});

describe('with several shops paired', () => {
  it('asks about an account it does not know, and about a page that names none', () => {
    expect(ownerOf(page({ account: '100' }), [A, B], [], null)).toEqual({ kind: 'unclear', held: '? kuaishou 100' });
    expect(ownerOf(page(), [A, B], [bound('100', A)], null)).toEqual({ kind: 'unclear', held: '? kuaishou @v1' });
  });

  it('goes by the account wherever one is bound, whatever was said of the tab', () => {
    const known = [bound('100', A), bound('200', B), bound('', A)];
    expect(ownerOf(page({ account: '200' }), [A, B], known, A)).toMatchObject({ kind: 'shop', to: B });
    expect(ownerOf(page({ account: '100' }), [A, B], known, B)).toMatchObject({ kind: 'shop', to: A });
    expect(ownerOf(page({ account: '300' }), [A, B], known, B)).toMatchObject({ kind: 'unclear' });
  });

  it('believes the seller for a tab, or for all pages of the platform that name no shop', () => {
    expect(ownerOf(page(), [A, B], [], B)).toMatchObject({ kind: 'shop', to: B });
    expect(ownerOf(page(), [A, B], [bound('', A)], null)).toMatchObject({ kind: 'shop', to: A });
    expect(ownerOf(page({ platform: 'douyin' }), [A, B], [bound('', A)], null)).toMatchObject({ kind: 'unclear' });
  });

  it('sends nothing of an account the seller declined', () => {
    expect(ownerOf(page({ account: '100' }), [A, B], [bound('100', '')], B)).toEqual({ kind: 'declined' });
  });
});

it('without a shop nothing belongs anywhere', () => {
  expect(ownerOf(page({ account: '100' }), [], [bound('100', A)], A)).toEqual({ kind: 'unpaired' });
});

it('a later word on an account replaces the earlier, and only that', () => {
  const said = withBinding([bound('100', A), bound('100', B, 'douyin')], bound('100', B));
  expect(said).toEqual([bound('100', B, 'douyin'), bound('100', B)]);
});

it('no key of a shop is the key of a question', () => {
  expect([A, B].some(isHeld)).toBe(false);
  expect(isHeld(heldKey(page()))).toBe(true);
  expect(heldKey(page({ account: 'v1' }))).not.toBe(heldKey(page()));
});

/** Whatever was bound, paired and seen before: a named account never reaches a shop it was not given to. */
it('in ten thousand histories no named account reaches a shop but its own', () => {
  let seed = 7;
  const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  const accounts = ['100', '200', '300', null];
  for (let history = 0; history < 10_000; history += 1) {
    const shops = [A, B, 'https://third.example x'].slice(0, 1 + random(3));
    let bindings: Binding[] = [];
    const given = new Map<string, string>();
    for (let event = 0; event < 12; event += 1) {
      const account = accounts[random(4)] ?? null;
      const key = account ?? '';
      if (random(3) === 0) {
        const to = shops[random(shops.length)] ?? '';
        bindings = withBinding(bindings, bound(key, to));
        given.set(key, to);
        continue;
      }
      const owner = ownerOf(page({ account }), shops, bindings, null);
      if (owner.kind !== 'shop') continue;
      if (owner.bind) {
        bindings = withBinding(bindings, owner.bind);
        given.set(key, owner.to);
      }
      if (account !== null || shops.length > 1) expect(owner.to).toBe(given.get(key));
    }
  }
});
