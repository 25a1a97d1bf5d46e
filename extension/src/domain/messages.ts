/** Everything that crosses from pages to the service worker and back, one form each. */
import * as v from 'valibot';
import { features, parts } from '@/domain/parts';
import { caseKinds } from '@/domain/record';
import { loudLevels } from '@/domain/panel-state';

const id = v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{4,64}$/));
const short = v.pipe(v.string(), v.maxLength(2000));
const url = v.pipe(v.string(), v.maxLength(4000), v.regex(/^https?:\/\//));

export const facts = v.strictObject({
  refund_id: id,
  platform: v.pipe(v.string(), v.regex(/^[a-z0-9_-]{1,40}$/)),
  order_id: v.optional(id),
  kind: v.optional(v.picklist(caseKinds)),
  reason: v.optional(short),
  reason_text: v.optional(short),
  amount_fen: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  status: v.optional(short),
  buyer_id: v.optional(short),
  return_waybill: v.optional(short),
  delivered: v.optional(short),
  platform_flags: v.optional(v.pipe(v.array(short), v.maxLength(20))),
  applied: v.optional(short),
  deadline: v.optional(short),
});

/** A platform's own id of a shop; it stands in keys, so nothing but these. */
const accountForm = /^[0-9A-Za-z_-]{1,64}$/;

const picture = v.strictObject({ url, shown: v.optional(url) });
export type PagePicture = v.InferOutput<typeof picture>;
const seen = v.strictObject({
  facts,
  pictures: v.pipe(v.array(picture), v.maxLength(30)),
});
export type SeenCase = v.InferOutput<typeof seen>;

/** Which figure of a comparison; without one, the pairs of points that any server draws. */
const figure = v.strictObject({ kind: v.picklist(['overlay', 'difference', 'marks']), position: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))) });
export type FigureOf = v.InferOutput<typeof figure>;
const side = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000));
const region = v.strictObject({ x: side, y: side, w: side, h: side });

const raw = v.strictObject({ url, at: v.number(), body: v.pipe(v.string(), v.maxLength(2_000_000)) });
export type RawResponse = v.InferOutput<typeof raw>;

const attachedKind = v.picklist(['chat', 'logistics', 'return_inspection', 'screenshot', 'other', 'packing', 'video', 'file']);

export const request = v.variant('type', [
  v.strictObject({ type: v.literal('hello'), visit: v.pipe(v.string(), v.regex(/^[0-9a-f-]{8,40}$/)) }),
  v.strictObject({ type: v.literal('part'), name: v.picklist(parts) }),
  v.strictObject({ type: v.literal('account'), account: v.pipe(v.string(), v.regex(accountForm)), name: v.pipe(v.string(), v.maxLength(120)) }),
  v.strictObject({ type: v.literal('briefs'), refund_ids: v.pipe(v.array(id), v.maxLength(200)) }),
  v.strictObject({ type: v.literal('saw'), cases: v.pipe(v.array(facts), v.maxLength(200)) }),
  v.strictObject({ type: v.literal('open'), case: seen }),
  v.strictObject({ type: v.literal('panel'), refund_id: id }),
  v.strictObject({ type: v.literal('picture'), of: v.picklist(['photo', 'figure']), id, size: v.optional(v.number()), figure: v.optional(figure) }),
  v.strictObject({ type: v.literal('statement'), refund_id: id, form: v.picklist(['reject', 'intervention', 'evidence', 'return_freight']), longest: v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(5000)) }),
  v.strictObject({
    type: v.literal('form-picture'), of: v.picklist(['photo', 'figure']), id,
    formats: v.pipe(v.array(v.picklist(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/bmp'])), v.minLength(1), v.maxLength(5)),
    bytes: v.nullable(v.pipe(v.number(), v.gtValue(0))),
  }),
  // `click` names one press of the button: told twice, it keeps everything once.
  v.strictObject({ type: v.literal('keep'), click: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f-]{8,40}$/))), case: seen, page: v.strictObject({ url, title: short }), responses: v.pipe(v.array(raw), v.maxLength(10)) }),
  v.strictObject({ type: v.literal('retry'), refund_id: id, item: v.optional(v.number()) }),
  v.strictObject({ type: v.literal('remove'), refund_id: id, item: v.number() }),
  v.strictObject({ type: v.literal('scenario'), refund_id: id, scenario: v.nullable(short) }),
  v.strictObject({ type: v.literal('tick'), refund_id: id, criterion: short, done: v.boolean() }),
  v.strictObject({
    type: v.literal('attach'), refund_id: id, order_id: v.optional(id), what: v.picklist(['photo', 'evidence']),
    kind: attachedKind,
    name: v.pipe(v.string(), v.maxLength(200)), media_type: v.pipe(v.string(), v.maxLength(100)), base64: v.pipe(v.string(), v.maxLength(60_000_000)),
  }),
  // A file in pieces: a message holds at most 64 MB, and a film is larger.
  v.strictObject({
    type: v.literal('attach-begin'), refund_id: id, order_id: v.optional(id), what: v.picklist(['photo', 'evidence']), kind: attachedKind,
    name: v.pipe(v.string(), v.maxLength(200)), media_type: v.pipe(v.string(), v.maxLength(100)), size: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  v.strictObject({ type: v.literal('attach-part'), upload: v.pipe(v.number(), v.integer()), at: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000)), base64: v.pipe(v.string(), v.maxLength(12_000_000)) }),
  v.strictObject({ type: v.literal('attach-end'), upload: v.pipe(v.number(), v.integer()) }),
  v.strictObject({ type: v.literal('host'), host: v.pipe(v.string(), v.regex(/^[a-z0-9.-]{1,253}$/i)), answer: v.picklist(['ask', 'decline', 'allowed']) }),
  v.strictObject({ type: v.literal('hosts') }),
  v.strictObject({ type: v.literal('picked') }),
  v.strictObject({ type: v.literal('place'), item: v.number(), refund_id: v.nullable(id), role: v.picklist(['buyer_claim', 'chat', 'logistics', 'return_inspection', 'screenshot', 'other']) }),
  v.strictObject({ type: v.literal('keep-here'), tab: v.number() }),
  v.strictObject({
    type: v.literal('record'), refund_id: id, order_id: v.optional(id), on: v.picklist(['case', 'shipment']),
    field: v.picklist(['delivered', 'return_waybill', 'return_weight_g', 'waybill', 'weight_g', 'freight_insurance']),
    value: v.union([v.pipe(v.string(), v.maxLength(200)), v.number(), v.boolean()]),
  }),
  v.strictObject({ type: v.literal('compare-again'), comparison: id }),
  v.strictObject({ type: v.literal('note'), refund_id: id, photo: v.optional(id), region: v.optional(region), text: v.pipe(v.string(), v.minLength(1), v.maxLength(4000)) }),
  v.strictObject({ type: v.literal('unnote'), id: url }),
  v.strictObject({ type: v.literal('photo'), id }),
  v.strictObject({ type: v.literal('history'), refund_id: id }),
  v.strictObject({ type: v.literal('options') }),
  v.strictObject({ type: v.literal('state') }),
  v.strictObject({ type: v.literal('pair'), server: short, code: short, accept_risk: v.boolean() }),
  v.strictObject({ type: v.literal('unpair'), shop: short }),
  v.strictObject({ type: v.literal('shop'), shop: short }),
  v.strictObject({ type: v.literal('whose'), key: short, shop: short, always: v.boolean() }),
  v.strictObject({ type: v.literal('unbind'), platform: short, account: short }),
  v.strictObject({ type: v.literal('language'), language: v.picklist(['zh-CN', 'en', 'auto']) }),
  v.strictObject({ type: v.literal('platform'), id: short, enabled: v.boolean() }),
  v.strictObject({ type: v.literal('teach-start'), tab: v.pipe(v.number(), v.integer()) }),
  v.strictObject({ type: v.literal('teach-begin') }),
  v.strictObject({ type: v.literal('teach-end'), text: v.nullable(v.pipe(v.string(), v.maxLength(200_000))) }),
  v.strictObject({ type: v.literal('platforms') }),
  v.strictObject({ type: v.literal('platforms-check') }),
  v.strictObject({ type: v.literal('platform-version'), id: short, version: v.nullable(v.pipe(v.number(), v.integer())) }),
  v.strictObject({ type: v.literal('platform-import'), text: v.pipe(v.string(), v.maxLength(200_000)) }),
  v.strictObject({ type: v.literal('platform-export'), id: short }),
  v.strictObject({ type: v.literal('platform-forget'), id: short }),
  v.strictObject({ type: v.literal('export') }),
  v.strictObject({ type: v.literal('export-files') }),
  v.strictObject({ type: v.literal('forget'), what: v.optional(v.picklist(['all', 'receipts']), 'all') }),
  v.strictObject({ type: v.literal('loud'), from: v.picklist(loudLevels) }),
  v.strictObject({ type: v.literal('queue') }),
  v.strictObject({ type: v.literal('worklist'), cursor: v.nullable(short) }),
  v.strictObject({ type: v.literal('worklist-last') }),
  v.strictObject({ type: v.literal('worklist-find'), ids: v.pipe(v.array(short), v.maxLength(50)), typed: v.boolean() }),
]);
export type Request = v.InferInput<typeof request>;
export type RequestOf<Type extends Request['type']> = Extract<Request, { type: Type }>;

/** What the service worker tells a page on its own. */
export const push = v.variant('type', [
  v.strictObject({ type: v.literal('changed'), refund_id: v.nullable(v.string()) }),
  v.strictObject({ type: v.literal('kept'), refund_id: v.string(), settled: v.boolean() }),
  v.strictObject({ type: v.literal('hide') }),
  v.strictObject({ type: v.literal('keep') }),
  v.strictObject({ type: v.literal('begin'), part: v.picklist(features) }),
  v.strictObject({ type: v.literal('show') }),
]);
export type Push = v.InferOutput<typeof push>;
