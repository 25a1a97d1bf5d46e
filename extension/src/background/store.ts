/** What this browser holds, in IndexedDB: nothing on its way leaves it before the server's receipt. */
import { type IDBPDatabase, openDB } from 'idb';
import { migrate, NAME, type Schema, VERSION } from '@/background/schema';
import { isHeld } from '@/domain/ownership';
import type { How } from '@/domain/panel-state';
import type { Facts } from '@/domain/record';
import type { Problem } from '@/lib/result';

type ItemState = 'collecting' | 'waiting' | 'sending' | 'done' | 'failed';

export interface Receipt {
  readonly id: string;
  readonly sha256: string;
  readonly created: string;
}

/** How a file was come by; plain JSON of bounded size. */
export type Provenance = Readonly<Record<string, unknown>>;

export interface Item {
  seq?: number;
  /** The server and shop it is for. */
  readonly to: string;
  readonly refund_id: string;
  readonly what: 'case' | 'photo' | 'evidence';
  /** The role of a photo, the kind of evidence, `facts` for a case. */
  readonly kind: string;
  readonly name: string;
  readonly by: 'click' | 'page';
  readonly queued: string;
  state: ItemState;
  attempts: number;
  facts?: Facts;
  bytes?: Blob;
  sha256?: string;
  source?: string;
  taken?: string;
  /** The order a packing photo belongs to. */
  order_id?: string;
  /** Taken from the page's archive, because the browser may not read the address itself. */
  archived?: boolean;
  shown?: string;
  how?: How;
  /** What is told to the server of how it was come by. */
  provenance?: Provenance;
  /** The press of the button that asked for it; told twice, everything is kept once. */
  click?: string;
  /** How often the server answered this very item with what it should never answer. */
  broken?: number;
  /** A file that is still handed over piece by piece. */
  upload?: { readonly size: number; readonly type: string };
  /** The tab it is read from, for as long as it is read. */
  tab?: number;
  problem?: Problem;
  receipt?: Receipt;
}

/** Wakes the worker for as long as anything is unfinished, also after it was stopped in the middle. */
export const RETRY_ALARM = 'outbox';

let opening: Promise<IDBPDatabase<Schema>> | null = null;

export function database(): Promise<IDBPDatabase<Schema>> {
  opening ??= openDB<Schema>(NAME, VERSION, {
    upgrade: migrate,
    // A newer version of this extension wants in: the old one lets go at once.
    blocking: (_at, _wanted, event) => {
      (event.target as IDBDatabase).close();
      opening = null;
    },
    terminated: () => {
      opening = null;
    },
  });
  opening.catch(() => {
    opening = null;
  });
  return opening;
}

/** Settings no page may read: content scripts share `storage.local`, but not this database. */
export async function setting(key: string): Promise<unknown> {
  if (!settings.has(key)) settings.set(key, await (await database()).get('settings', key));
  return settings.get(key);
}

// Every message asks for some of them, and this worker alone writes them.
const settings = new Map<string, unknown>();

export async function setSetting(key: string, value: unknown): Promise<void> {
  const store = await database();
  settings.set(key, value ?? undefined);
  if (value === null) await store.delete('settings', key);
  else await store.put('settings', value, key);
}

export async function add(item: Item): Promise<number> {
  return (await database()).add('items', item);
}

/** All of them or none, in this order: a worker that is stopped leaves no half of what a click asked for. */
export async function addAll(items: readonly Item[]): Promise<number[]> {
  const change = (await database()).transaction('items', 'readwrite');
  const added = items.map((item) => change.store.add(item));
  await Promise.all([...added, change.done]);
  return Promise.all(added);
}

export async function put(item: Item): Promise<void> {
  await (await database()).put('items', item);
}

export async function get(seq: number): Promise<Item | undefined> {
  return (await database()).get('items', seq);
}

/** A refund's items for one shop: what waits for another shop is not this one's to see. */
export async function ofRefund(refundId: string, to: string): Promise<Item[]> {
  return (await (await database()).getAllFromIndex('items', 'refund', refundId)).filter((item) => item.to === to);
}

/** The key of pictures whose case is still to be said: no shop has it, so nothing under it is sent. */
export const UNPLACED = 'picked';

/** What waits for the seller's word on whose it is. */
export async function heldItems(): Promise<Item[]> {
  return (await all()).filter(({ to }) => isHeld(to));
}

/** Drops what pages showed and nobody asked to keep. */
export async function removeSeen(key: string): Promise<void> {
  for (const { seq, by, to } of await heldItems()) if (seq !== undefined && to === key && by === 'page') await remove(seq);
}

/** Gives what waits under one key to another; what was sent keeps the name of who received it. */
export async function moveItems(from: string, to: string): Promise<void> {
  if (from === to) return;
  const change = (await database()).transaction('items', 'readwrite');
  for (let at = await change.store.openCursor(); at; at = await at.continue()) {
    if (at.value.to === from && at.value.state !== 'done') await at.update({ ...at.value, to });
  }
  await change.done;
}

export async function inState(...states: ItemState[]): Promise<Item[]> {
  const store = await database();
  const lists = await Promise.all(states.map((state) => store.getAllFromIndex('items', 'state', state)));
  return lists.flat().sort((one, other) => (one.seq ?? 0) - (other.seq ?? 0));
}

export async function fromSource(to: string, refundId: string, source: string): Promise<Item[]> {
  return (await database()).getAllFromIndex('items', 'source', [to, refundId, source]);
}

export async function all(): Promise<Item[]> {
  return (await database()).getAll('items');
}

export async function remove(seq: number): Promise<void> {
  await (await database()).delete('items', seq);
}

export async function clear(): Promise<void> {
  settings.clear();
  const change = (await database()).transaction(['items', 'settings', 'parts'], 'readwrite');
  await Promise.all([change.objectStore('items').clear(), change.objectStore('parts').clear(), change.objectStore('settings').clear(), change.done]);
}

const KEPT_MS = 14 * 86_400_000;

/** Receipts older than two weeks go; the server has the evidence and lists it. */
export async function prune(now: number): Promise<void> {
  const store = await database();
  for (const item of await store.getAllFromIndex('items', 'state', 'done')) {
    if (now - Date.parse(item.queued) > KEPT_MS && item.seq !== undefined) await store.delete('items', item.seq);
  }
}
