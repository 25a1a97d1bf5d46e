/** What the page itself received. Untrusted: only plain fields of known names and forms are taken. */
import type { Facts } from '@/domain/record';
import { caseKinds } from '@/domain/record';
import type { Description, FieldName } from '@/platforms/description';
import { vocabularyOf } from '@/platforms/labels';
import { rfc3339 } from '@/platforms/text';

export interface Received {
  readonly facts: Facts;
  /** The buyer's pictures; null where the answer does not speak of them. */
  readonly pictures: readonly string[] | null;
  readonly raw: string;
  readonly url: string;
  readonly at: number;
}

const LONG_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/gs;
const DEEPEST = 14;
const MOST_NODES = 60_000;

/** JSON with whole numbers too long for a double kept as strings. */
export function parseKeepingIds(text: string): unknown {
  return JSON.parse(text.replace(LONG_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`)));
}

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);

function asText(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value.length > 0 && value.length <= 2000 ? value : null;
}

/** `pictures` is a JSON array or a comma list; its exact form is not documented. */
export function picturesOf(value: unknown, base: string): string[] {
  let list: unknown = value;
  if (typeof value === 'string') {
    try {
      list = value.trim().startsWith('[') ? JSON.parse(value) : value.split(/[,;\s]+/u);
    } catch {
      return [];
    }
  }
  if (!Array.isArray(list)) return [];
  const urls = list.flatMap((item: unknown) => {
    const address = isPlain(item) ? (item.url ?? item.imageUrl ?? item.src) : item;
    if (typeof address !== 'string' || !address || address.length > 2000) return [];
    const url = URL.canParse(address, base) ? new URL(address, base) : null;
    return url && /^https?:$/.test(url.protocol) ? [url.href] : [];
  });
  return [...new Set(urls)].slice(0, 30);
}

function* objectsWithId(root: unknown, names: readonly string[], isId: (text: string) => boolean): Generator<{ id: string; object: Plain }> {
  const queue: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let at = 0; at < queue.length && at < MOST_NODES; at += 1) {
    const entry = queue[at];
    if (!entry || entry.depth > DEEPEST) continue;
    const { value, depth } = entry;
    if (isPlain(value)) {
      const ids = new Set(names.flatMap((name) => asText(value[name]) ?? []));
      const [id] = ids;
      if (ids.size === 1 && id !== undefined && isId(id)) yield { id, object: value };
    }
    if (typeof value === 'object' && value !== null) {
      for (const child of Object.values(value)) queue.push({ value: child, depth: depth + 1 });
    }
  }
}

/** A field of this object, or of one under it that no other refund owns. */
function fieldOf(object: Plain, names: readonly string[], idNames: readonly string[], id: string, depth = 0): unknown {
  for (const name of names) {
    const value = object[name];
    if (value !== undefined && value !== null && value !== '') return value;
  }
  if (depth >= 4) return undefined;
  for (const child of Object.values(object)) {
    if (!isPlain(child)) continue;
    if (idNames.some((name) => child[name] !== undefined && asText(child[name]) !== id)) continue;
    const found = fieldOf(child, names, idNames, id, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

const timeIn = (value: unknown): string | undefined => {
  const number = Number(asText(value) ?? Number.NaN);
  // Some platforms count seconds, others milliseconds; no time of ours fits both.
  const time = number < 4_000_000_000 ? number * 1000 : number;
  return time > 1_500_000_000_000 && time < 4_000_000_000_000 ? rfc3339(time) : undefined;
};

function factsFrom(read: (field: FieldName) => unknown, id: string, platform: Description): Facts {
  const { enums, flags } = platform;
  const text = (field: FieldName): string | undefined => asText(read(field)) ?? undefined;
  const amount = read('amount_fen');
  const kind = caseKinds.find((name) => name === enums.kind[text('kind') ?? '']);
  const status = text('status');
  const risk = text('risk_code');
  const marks = [
    ...(risk && flags.risk_codes.includes(risk) ? [`risk_code:${risk}`] : []),
    ...(status && flags.intervention_statuses.includes(status) ? ['platform_intervention'] : []),
    ...(enums.receipt[text('receipt') ?? ''] === 'not_received' ? ['claims_not_received'] : []),
  ];
  const order = text('order_id');
  const found: { [Field in keyof Facts]: Facts[Field] | undefined } = {
    refund_id: id,
    platform: platform.id,
    order_id: order && vocabularyOf(platform).isId(order, 'order_id') ? order : undefined,
    kind,
    amount_fen: typeof amount === 'number' && Number.isSafeInteger(amount) && amount >= 0 ? amount : undefined,
    reason: text('reason_name') ?? enums.reason[text('reason') ?? ''],
    reason_text: text('reason_text')?.slice(0, 500),
    status: enums.status[status ?? ''] ?? (status && !/^\d+$/.test(status) ? status : undefined),
    buyer_id: text('buyer_id')?.slice(0, 100),
    return_waybill: /^[0-9A-Za-z-]{6,40}$/.exec(text('return_waybill') ?? '')?.[0],
    delivered: timeIn(read('delivered_ms')),
    applied: timeIn(read('applied_ms')),
    deadline: timeIn(read('deadline_ms')),
    platform_flags: marks.length ? marks : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as unknown as Facts;
}

function joinedPictures(before: readonly string[] | null, value: unknown, url: string): readonly string[] | null {
  if (value === undefined) return before;
  return [...new Set([...(before ?? []), ...picturesOf(value, url)])];
}

/** Every refund one response names, with its facts; ids keep all their digits. */
export function readResponse(body: string, url: string, platform: Description, at: number): Received[] {
  let document: unknown;
  try {
    document = parseKeepingIds(body);
  } catch {
    return [];
  }
  const words = vocabularyOf(platform);
  const { fields } = platform.responses;
  const idNames = fields.refund_id ?? [];
  const found = new Map<string, Received>();
  for (const { id, object } of objectsWithId(document, idNames, (text) => words.isId(text, 'refund_id'))) {
    const read = (field: FieldName): unknown => fieldOf(object, fields[field] ?? [], idNames, id);
    const facts = factsFrom(read, id, platform);
    const before = found.get(id);
    found.set(id, {
      facts: before ? { ...facts, ...before.facts } : facts,
      pictures: joinedPictures(before?.pictures ?? null, read('pictures'), url),
      raw: before?.raw ?? JSON.stringify(object),
      url,
      at,
    });
  }
  return [...found.values()];
}
