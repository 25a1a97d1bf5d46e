/** The server's answers in shared/examples, which its own tests replay, are what this extension reads. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { assessment, briefs, caseRecord, kept, uploaded } from '@/domain/answers';

const FOLDER = join(import.meta.dirname, '../../shared/examples');

interface Exchange {
  readonly request: { readonly method: string; readonly path: string };
  readonly response: { readonly status: number; readonly json: unknown };
}

const READERS: readonly (readonly [RegExp, v.GenericSchema])[] = [
  [/^GET .*\/assessment$/, assessment],
  [/^POST .*\/cases\/assessments$/, briefs],
  [/^(POST|GET) .*\/evidence$/, kept],
  [/^POST .*\/photos(\?|$)/, uploaded],
  [/^(PUT|GET) .*\/cases\/[^/]+$/, caseRecord],
];

const exchanges = readdirSync(FOLDER).flatMap((name) => {
  const example = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as { exchanges: Exchange[] };
  return example.exchanges.map((exchange, place) => ({ name: `${name} ${String(place + 1)}`, ...exchange }));
});

const good = exchanges
  .filter(({ response }) => response.status < 300)
  .flatMap((exchange) => {
    const said = `${exchange.request.method} ${exchange.request.path}`;
    const reader = READERS.find(([fits]) => fits.test(said));
    return reader ? [{ ...exchange, said, reader: reader[1] }] : [];
  });

describe('an answer of the server is read', () => {
  it.each(good)('$name: $said', ({ reader, response }) => {
    expect(v.safeParse(reader, response.json).issues).toBeUndefined();
  });

  it('every reader has an example', () => {
    const used = new Set(good.map(({ reader }) => reader));
    expect(READERS.filter(([, reader]) => !used.has(reader))).toEqual([]);
  });

  it('an answer without its level or signals is not taken for an assessment', () => {
    expect(v.safeParse(assessment, { refund_id: 'R1' }).success).toBe(false);
  });
});

describe('a refusal of the server', () => {
  const refused = exchanges.filter(({ response }) => response.status >= 400);

  it.each(refused)('$name has a type, a title and a detail to show', ({ response }) => {
    expect(response.json).toMatchObject({
      type: expect.stringMatching(/\/problems\/[a-z-]+$/) as string,
      title: expect.any(String) as string,
      detail: expect.any(String) as string,
      status: response.status,
    });
  });

  it('is among the examples', () => {
    expect(refused.length).toBeGreaterThan(0);
  });
});
