/** The paired shop an asking page belongs to. Our own pages show the shop chosen last. */
import type { Caller } from '@/lib/api-client';
import type { Sender } from '@/lib/browser';
import { bad, good, ownProblem, type Problem, type Result } from '@/lib/result';
import { heldKey, type Origin, type Owner, ownerOf } from '@/domain/ownership';
import { askFor, bind, bindings, dropQuestion, questions } from '@/background/bindings';
import { callerFor, type Connection, connectionOf, connections, currentShop, keyOf, tellChanged } from '@/background/connection';
import { placeOf, SAMPLE, sampleShops } from '@/background/places';
import { moveItems, removeSeen } from '@/background/store';
import { chooseForVisit, nameAccount, originOf } from '@/background/visits';

const UNPAIRED = ownProblem('unpaired');
const WHICH_SHOP = ownProblem('which-shop');
const DECLINED = ownProblem('shop-declined');
const NOT_ALLOWED = ownProblem('not-allowed');

async function pageOwner(sender: Sender, id: string): Promise<Owner> {
  const isSample = id === SAMPLE;
  const shops = (isSample ? await sampleShops(sender.url) : await connections()).map(keyOf);
  const origin = await originOf(sender.tabId, id);
  const owner = ownerOf(origin, shops, await bindings(), origin.chosen);
  if (owner.kind === 'shop' && owner.bind && !isSample) await bind(owner.bind);
  if (owner.kind === 'unclear') await askFor(origin);
  return owner;
}

// What a page asks right after it named its shop is asked of that shop.
let naming: Promise<unknown> = Promise.resolve();

async function ownerFor(sender: Sender): Promise<Owner | Problem> {
  const place = await placeOf(sender);
  await naming;
  if (place.kind === 'foreign') return NOT_ALLOWED;
  if (place.kind === 'page') return pageOwner(sender, place.id);
  const current = await currentShop();
  return current ? { kind: 'shop', to: keyOf(current), bind: null } : { kind: 'unpaired' };
}

/** The shop whose records the sender may see and add to. */
async function shopOf(sender: Sender): Promise<Result<Connection>> {
  const owner = await ownerFor(sender);
  if ('type' in owner) return bad(owner);
  if (owner.kind === 'unclear') return bad(WHICH_SHOP);
  if (owner.kind === 'declined') return bad(DECLINED);
  const found = owner.kind === 'shop' ? await connectionOf(owner.to) : null;
  return found ? good(found) : bad(UNPAIRED);
}

/** How to ask the sender's shop. */
export async function callerOf(sender: Sender): Promise<Result<Caller>> {
  const shop = await shopOf(sender);
  return shop.ok ? good(await callerFor(shop.value)) : shop;
}

/** The key to queue under: the sender's shop, or, where that is still to be asked, the question. */
export async function outboxOf(sender: Sender): Promise<Result<string>> {
  const owner = await ownerFor(sender);
  if ('type' in owner) return bad(owner);
  if (owner.kind === 'shop') return good(owner.to);
  if (owner.kind === 'unclear') return good(owner.held);
  return bad(owner.kind === 'declined' ? DECLINED : UNPAIRED);
}

const keyFor = (owner: Owner, origin: Origin): string => (owner.kind === 'shop' ? owner.to : heldKey(origin));

/** The page said who is signed in; what it showed in this visit before it did is of the same sign-in. */
export function accountNamed(sender: Sender, account: string, name: string): Promise<void> {
  const after = naming.then(() => takeAccount(sender, account, name));
  naming = after.catch(() => undefined);
  return after;
}

async function takeAccount(sender: Sender, account: string, name: string): Promise<void> {
  const place = await placeOf(sender);
  if (place.kind !== 'page' || place.id === SAMPLE || sender.tabId === null) return;
  const before = await originOf(sender.tabId, place.id);
  if (before.account === account) return;
  const was = await pageOwner(sender, place.id);
  const named = { ...before, account, name };
  await nameAccount(sender.tabId, before, account, name);
  const is = await pageOwner(sender, place.id);
  if (before.account === null) {
    await moveItems(heldKey(before), keyFor(is, named));
    await dropQuestion(heldKey(before));
  }
  if (was.kind !== is.kind || keyFor(was, before) !== keyFor(is, named)) await tellChanged();
}

/** The seller's answer: whose these records are; `always` also for pages that will name no shop. */
export async function answerQuestion(key: string, to: string, always: boolean): Promise<Result<null>> {
  const question = (await questions()).find((each) => each.key === key);
  if (!question || (to !== '' && !(await connectionOf(to)))) return bad(ownProblem('malformed-message'));
  const { platform, account, name, visit } = question;
  if (account !== null || always) await bind({ platform, account: account ?? '', name, to, by: 'seller' });
  else if (to !== '') await chooseForVisit(visit, to);
  if (to !== '') await moveItems(key, to);
  // What a click kept stays; what the page only showed was promised to nobody.
  else if (account !== null) await removeSeen(key);
  await dropQuestion(key);
  await tellChanged();
  return good(null);
}
