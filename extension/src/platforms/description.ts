/** The form of shared/platforms/*.json as the engine reads it; what does not parse is skipped. */
import * as v from 'valibot';
import { formKinds } from '@/platforms/form-kinds';
import { clean } from '@/platforms/text';

export const ENGINE = 1;

// A word that is nothing once it is compared would be found in every text.
const word = v.pipe(v.string(), v.maxLength(60), v.check((text) => clean(text) !== ''));
const words = v.pipe(v.array(word), v.maxLength(80));
const table = v.pipe(v.record(v.string(), v.pipe(v.string(), v.maxLength(60))), v.check((entries) => Object.keys(entries).length <= 200));
const idFormat = v.object({
  characters: v.picklist(['0-9', '0-9A-Za-z', '0-9A-Za-z-']),
  shortest: v.pipe(v.number(), v.integer(), v.minValue(4)),
  longest: v.pipe(v.number(), v.integer(), v.maxValue(40)),
});

export const labelNames = [
  'refund_id', 'order_id', 'amount', 'kind', 'reason', 'reason_text', 'status', 'buyer',
  'return_waybill', 'applied', 'delivered', 'deadline', 'pictures', 'remark',
] as const;
export type LabelName = (typeof labelNames)[number];

const fieldNames = [
  'refund_id', 'order_id', 'kind', 'amount_fen', 'status', 'negotiation', 'reason', 'reason_name',
  'reason_text', 'buyer_id', 'return_waybill', 'delivered_ms', 'applied_ms', 'deadline_ms',
  'risk_code', 'trace_state', 'receipt', 'pictures',
] as const;
export type FieldName = (typeof fieldNames)[number];

const members = v.pipe(v.array(v.pipe(v.string(), v.regex(/^[A-Za-z_][0-9A-Za-z_]{0,39}$/))), v.maxLength(10));
const limitName = v.pipe(v.string(), v.regex(/^[a-z_]{3,40}$/));
const limit = v.object({
  value: v.pipe(v.number(), v.gtValue(0)),
  checked: v.pipe(v.string(), v.maxLength(10)),
  source: v.pipe(v.string(), v.maxLength(300)),
  /** Nobody knows it: our own careful choice, and what the form itself says goes before it. */
  assumed: v.optional(v.literal(true)),
});

/** Where a form of the platform takes the seller's words and pictures, and how many. */
const form = v.object({
  titles: words,
  text: words,
  pictures: words,
  formats: v.pipe(v.array(v.picklist(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/bmp'])), v.minLength(1)),
  limits: v.object({ text: v.optional(limitName), pictures: v.optional(limitName), bytes: v.optional(limitName) }),
});

const forms = v.object({ text: words, pictures: words, kinds: v.record(v.picklist(formKinds), form) });

/** What of a refund's page is kept by its heading: lists of words, and the fields that hold videos. */
const keep = v.object({ negotiation: words, logistics_trace: words, videos: words, video_fields: words });
const KEEP_NOTHING = { negotiation: [], logistics_trace: [], videos: [], video_fields: [] };

export const description = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9_-]{1,40}$/)),
  version: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
  engine: v.pipe(v.number(), v.integer(), v.minValue(1)),
  state: v.picklist(['proven', 'unproven']),
  name: v.object({ 'zh-CN': v.pipe(v.string(), v.maxLength(60)), en: v.pipe(v.string(), v.maxLength(60)) }),
  hosts: v.pipe(v.array(v.pipe(v.string(), v.regex(/^https:\/\/[a-z0-9.-]+$/), v.maxLength(100))), v.minLength(1), v.maxLength(20)),
  routes: v.object({ detail: words, ignore: words }),
  url_parameters: v.object({ refund_id: words }),
  labels: v.record(v.picklist(labelNames), words),
  free_text: v.array(v.picklist(labelNames)),
  noise: words,
  id_formats: v.object({ refund_id: idFormat, order_id: idFormat }),
  responses: v.object({
    paths: words,
    never: words,
    fields: v.record(v.picklist(fieldNames), words),
  }),
  enums: v.object({ kind: table, kind_text: table, reason: table, status: table, receipt: table, negotiation: v.optional(table, {}) }),
  flags: v.object({ texts: words, risk_codes: words, intervention_statuses: words }),
  pictures: v.object({ hosts: words, thumbnail_parameters: words, smallest_side: v.number() }),
  /** The members that name the shop signed in. Plain names: they become part of a pattern. */
  account: v.optional(v.object({ id: members, name: members }), { id: [], name: [] }),
  limits: v.optional(v.record(limitName, limit), {}),
  forms: v.optional(forms, { text: [], pictures: [], kinds: {} }),
  keep: v.optional(keep, KEEP_NOTHING),
});

export type Description = v.InferOutput<typeof description>;
export type FormWords = v.InferOutput<typeof form>;
export type IdFormat = v.InferOutput<typeof idFormat>;

/** A description, or why it cannot be used: `shape` is wrong, or the `engine` is too old for it. */
export function readDescription(
  document: unknown,
): { ok: true; value: Description } | { ok: false; why: 'shape' | 'engine' } {
  const needed = v.safeParse(v.object({ engine: v.number() }), document);
  if (needed.success && needed.output.engine > ENGINE) return { ok: false, why: 'engine' };
  const parsed = v.safeParse(description, document);
  return parsed.success ? { ok: true, value: parsed.output } : { ok: false, why: 'shape' };
}
