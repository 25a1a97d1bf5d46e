/** The server's answers as far as this extension reads them; unknown members are ignored. */
import * as v from 'valibot';

const text = v.string();
export const levels = ['none', 'low', 'medium', 'high', 'unknown'] as const;
export const level = v.fallback(v.picklist(levels), 'unknown');
export type Level = (typeof levels)[number];

export const about = v.object({
  name: v.literal('ReturnProof'),
  version: text,
  contract: v.number(),
  sample: v.optional(v.boolean(), false),
  secure: v.optional(v.boolean(), false),
});
export type About = v.InferOutput<typeof about>;

export const paired = v.object({
  token: v.pipe(text, v.minLength(8)),
  shop: text,
  role: v.optional(text, 'staff'),
});

const reason = v.object({ code: text, text: v.nullish(text), detail: v.optional(v.unknown()) });
export type Reason = v.InferOutput<typeof reason>;

export const brief = v.object({
  refund_id: text,
  level,
  reason: v.nullish(text),
  evidence: v.nullish(v.object({ done: v.number(), total: v.number() })),
  deadline: v.nullish(text),
  pending: v.optional(v.boolean(), false),
  scenario: v.nullish(text),
});
export type Brief = v.InferOutput<typeof brief>;
export const briefs = v.object({ assessments: v.array(brief) });

const box = v.object({ x: v.number(), y: v.number(), width: v.number(), height: v.number() });
export type Box = v.InferOutput<typeof box>;
const foundMark = v.object({ photo: text, nature: v.fallback(v.picklist(['product', 'serial', 'code', 'lettering']), 'code'), text, box });
export type FoundMark = v.InferOutput<typeof foundMark>;
const differences = v.object({
  reference: text,
  /** Share of the item that could be held against the other photo. */
  compared: v.number(),
  changes: v.array(v.object({ reference: box, candidate: box })),
  doubtful: v.optional(v.number(), 0),
});

const comparison = v.object({
  id: v.optional(text),
  candidate: text,
  state: v.optional(v.fallback(v.picklist(['pending', 'done', 'failed']), 'pending'), 'done'),
  outcome: v.nullish(v.picklist(['same_picture', 'same_item', 'different_item', 'inconclusive'])),
  same_item_probability: v.nullish(v.number()),
  same_picture_probability: v.nullish(v.number()),
  best_reference: v.nullish(text),
  reasons: v.nullish(v.array(reason)),
  guidance: v.nullish(v.array(reason)),
  // From a server that says them in another way, the rest is still read.
  differences: v.fallback(v.nullish(differences), null),
  marks: v.fallback(v.optional(v.array(foundMark), []), []),
});
export type Comparison = v.InferOutput<typeof comparison>;

const reference = v.object({ type: text, id: text });
const signal = v.object({
  code: text,
  weight: v.number(),
  text,
  short: v.optional(text, ''),
  rests_on: v.nullish(text),
  would_change: v.nullish(text),
  evidence: v.optional(v.array(reference), []),
});
export type Signal = v.InferOutput<typeof signal>;

const criterion = v.object({
  id: text,
  text,
  done: v.boolean(),
  by: v.nullish(text),
  how: v.nullish(text),
  how_text: v.nullish(text),
});
export type Criterion = v.InferOutput<typeof criterion>;

const scenario = v.object({ id: text, name: text, move: v.optional(text, ''), evidence: v.optional(text, '') });
const step = v.object({ id: text, criterion: v.nullish(text), title: text, text, done: v.boolean(), current: v.boolean() });

export const assessment = v.object({
  refund_id: text,
  level,
  level_text: v.nullish(text),
  reason: v.nullish(text),
  confidence: v.nullish(v.number()),
  signals: v.array(signal),
  comparisons: v.array(comparison),
  scenario: v.nullish(scenario),
  scenario_chosen: v.optional(v.boolean(), false),
  scenario_proposed: v.nullish(scenario),
  checklist: v.object({ scenario: text, criteria: v.array(criterion) }),
  deadline: v.nullish(text),
  pending: v.boolean(),
  steps: v.optional(v.array(step), []),
  next_step: v.nullish(v.object({ id: v.nullish(text), text, message: v.nullish(text) })),
  packing_photos: v.array(text),
  buyer_photos: v.array(text),
  return_photos: v.optional(v.array(text), []),
  history: v.nullish(v.object({ cases: v.number(), refunds: v.number(), returns: v.number() })),
  facts: v.optional(v.array(text), []),
});
export type Assessment = v.InferOutput<typeof assessment>;

export const photo = v.object({
  id: text,
  sha256: text,
  role: v.optional(text, 'other'),
  width: v.nullish(v.number()),
  height: v.nullish(v.number()),
  created: v.optional(text, ''),
});
export type Photo = v.InferOutput<typeof photo>;
const nameProblem = v.looseObject({ name: v.nullish(text), type: text, title: v.nullish(text), detail: v.nullish(text) });
export const uploaded = v.object({ photos: v.array(photo), problems: v.optional(v.array(nameProblem), []) });

const evidence = v.object({
  id: text,
  kind: text,
  sha256: text,
  size: v.optional(v.number(), 0),
  created: text,
  name: v.nullish(text),
  source: v.nullish(text),
});
export type Evidence = v.InferOutput<typeof evidence>;
export const kept = v.object({ evidence: v.array(evidence) });

export const caseRecord = v.looseObject({
  refund_id: text,
  order_id: text,
  scenario: v.nullish(text),
  ticked: v.nullish(v.array(text)),
  photos: v.nullish(v.array(photo)),
});

const noteBody = v.looseObject({ type: v.nullish(text), value: v.nullish(text) });
export const note = v.looseObject({
  id: text,
  body: v.nullish(v.union([noteBody, v.array(noteBody), text])),
  bodyValue: v.nullish(text),
  target: v.nullish(v.unknown()),
  created: v.nullish(text),
  creator: v.nullish(v.unknown()),
});
export type Note = v.InferOutput<typeof note>;
