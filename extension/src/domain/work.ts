/** One case in the work queue: what the list of cases and its brief say of it together. */
import * as v from 'valibot';
import { type Brief, level } from '@/domain/answers';
import { caseKinds } from '@/domain/record';

const text = v.string();

const listed = v.object({
  refund_id: text,
  order_id: text,
  platform: v.nullish(text),
  kind: v.fallback(v.nullish(v.picklist(caseKinds)), null),
  reason: v.nullish(text),
  amount_fen: v.nullish(v.number()),
  deadline: v.nullish(text),
  updated: v.optional(text, ''),
});
export type Listed = v.InferOutput<typeof listed>;
export const caseList = v.object({ cases: v.array(listed), next: v.nullish(text), total: v.optional(v.number(), 0) });
export { listed as listedCase };

export const workRow = v.object({
  ...listed.entries,
  level,
  /** The main reason in a few words. */
  why: text,
  evidence: v.nullable(v.object({ done: v.number(), total: v.number() })),
  pending: v.boolean(),
  scenario: v.nullable(text),
  /** Where the platform shows it, if that is known. */
  address: v.nullable(text),
});
export type WorkRow = v.InferOutput<typeof workRow>;

export interface WorkPage {
  readonly rows: readonly WorkRow[];
  readonly next: string | null;
  readonly total: number;
}

/** What was read last, for a server that does not answer now. */
export interface Remembered {
  readonly at: number;
  readonly rows: readonly WorkRow[];
  readonly total: number;
}

export const rowOf = (found: Listed, brief: Brief | undefined, address: string | null): WorkRow => ({
  ...found,
  deadline: brief?.deadline ?? found.deadline,
  level: brief?.level ?? 'unknown',
  why: brief?.reason ?? '',
  evidence: brief?.evidence?.total ? brief.evidence : null,
  pending: brief?.pending ?? false,
  scenario: brief?.scenario ?? null,
  address,
});
