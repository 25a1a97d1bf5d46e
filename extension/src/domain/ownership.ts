/**
 * To which of the paired shops a page's records belong. A record sent to the wrong shop cannot be
 * called back, so whatever is not certain is asked, and waits in this browser meanwhile.
 */
import * as v from 'valibot';

/** Where a page's records come from: its platform, and the shop that is signed in there as far as the page said. */
export interface Origin {
  readonly platform: string;
  /** The platform's own id of the shop signed in; null as long as the page named none. */
  readonly account: string | null;
  readonly name: string;
  /** One load of a page: what it showed before it named its shop is of the same sign-in. */
  readonly visit: string;
}

/** `account` is '' for pages of the platform that name no shop; `to` is '' where nothing shall be sent. */
export const binding = v.object({
  platform: v.string(),
  account: v.string(),
  name: v.string(),
  to: v.string(),
  by: v.picklist(['seller', 'first']),
});
export type Binding = v.InferOutput<typeof binding>;

export type Owner =
  | { readonly kind: 'shop'; readonly to: string; readonly bind: Binding | null }
  | { readonly kind: 'unclear'; readonly held: string }
  | { readonly kind: 'declined' }
  | { readonly kind: 'unpaired' };

/** The key under which records wait until somebody says whose they are; never the key of a shop. */
export const heldKey = ({ platform, account, visit }: Origin): string => `? ${platform} ${account === null ? `@${visit}` : account}`;
export const isHeld = (key: string): boolean => key.startsWith('? ');

/** `shops` are the keys of the paired shops; `chosen` is what the seller said of this tab, if anything. */
export function ownerOf(origin: Origin, shops: readonly string[], bindings: readonly Binding[], chosen: string | null): Owner {
  if (!shops.length) return { kind: 'unpaired' };
  const unclear: Owner = { kind: 'unclear', held: heldKey(origin) };
  const ofPlatform = bindings.filter(({ platform }) => platform === origin.platform);
  const account = origin.account ?? '';
  const bound = ofPlatform.find((each) => each.account === account);
  if (bound) {
    if (bound.to === '') return { kind: 'declined' };
    // Bound to a shop that is not paired any more: the one that is left is not its heir.
    return shops.includes(bound.to) ? { kind: 'shop', to: bound.to, bind: null } : unclear;
  }
  if (origin.account === null && chosen !== null && shops.includes(chosen)) return { kind: 'shop', to: chosen, bind: null };
  const [only] = shops;
  if (only === undefined || shops.length > 1) return unclear;
  if (origin.account === null) return ofPlatform.some(({ to }) => to !== only) ? unclear : { kind: 'shop', to: only, bind: null };
  // The first account seen while one shop is paired is taken for it; a second one is asked about.
  if (ofPlatform.length) return unclear;
  return { kind: 'shop', to: only, bind: { platform: origin.platform, account, name: origin.name, to: only, by: 'first' } };
}

/** The bindings with one more, in place of what was said of the same account before. */
export const withBinding = (bindings: readonly Binding[], added: Binding): Binding[] => [
  ...bindings.filter(({ platform, account }) => platform !== added.platform || account !== added.account),
  added,
];
