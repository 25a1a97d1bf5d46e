/** Across frames and workers failures travel as values: `{ok: true, value} | {ok: false, problem}`. */
import * as v from 'valibot';

export const problemSchema = v.object({
  type: v.string(),
  title: v.string(),
  status: v.optional(v.number(), 0),
  detail: v.optional(v.string(), ''),
  update: v.optional(v.picklist(['server', 'extension'])),
});

export type Problem = v.InferOutput<typeof problemSchema>;
export type Result<Value> = { ok: true; value: Value } | { ok: false; problem: Problem };

export const good = <Value>(value: Value): Result<Value> => ({ ok: true, value });
export const bad = (problem: Problem): Result<never> => ({ ok: false, problem });

/** A problem that never left this browser; its words are `extension.problem.<type>`. */
export const ownProblem = (type: string, detail = ''): Problem => ({ type, title: '', status: 0, detail });

/** `…/problems/not-found` and `not-found` alike. */
export const problemName = (problem: Problem): string => problem.type.replace(/^.*\//, '');
