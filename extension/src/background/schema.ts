/**
 * The database's form and how older ones become it. A step, once released, is never changed: it is what
 * turns the database of somebody who comes from that version, with everything that waits in it.
 */
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { Item } from '@/background/store';

export const NAME = 'returnproof';

export interface Schema extends DBSchema {
  settings: { key: string; value: unknown };
  items: { key: number; value: Item; indexes: { state: string; refund: string; source: [string, string, string] } };
  /** What has come so far of a file that is handed over piece by piece. */
  parts: { key: [number, number]; value: { item: number; at: number; bytes: Blob }; indexes: { item: number } };
}

type Database = IDBPDatabase<Schema>;
type Change = IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>;

/** 1: settings and the outbox. */
function first(database: Database): void {
  database.createObjectStore('settings');
  const items = database.createObjectStore('items', { keyPath: 'seq', autoIncrement: true });
  items.createIndex('state', 'state');
  items.createIndex('refund', 'refund_id');
  items.createIndex('source', ['to', 'refund_id', 'source']);
}

/** 2: several shops: what was the one pairing becomes the first of a list. */
async function severalShops(_: Database, change: Change): Promise<void> {
  const settings = change.objectStore('settings');
  const only = await settings.get('connection');
  if (only !== undefined) await settings.put([only], 'connections');
  await settings.delete('connection');
}

/** 3: files handed over piece by piece. */
function pieces(database: Database): void {
  database.createObjectStore('parts', { keyPath: ['item', 'at'] }).createIndex('item', 'item');
}

const STEPS: readonly ((database: Database, change: Change) => void | Promise<void>)[] = [first, severalShops, pieces];
export const VERSION = STEPS.length;

/** Every step from the version found to this one, in one transaction: all of it or nothing. */
export function migrate(database: Database, from: number, _to: number | null, change: Change): void {
  const steps = async (): Promise<void> => {
    for (const step of STEPS.slice(from)) await step(database, change);
  };
  steps().catch(() => change.abort());
}
