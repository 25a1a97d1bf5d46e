/** Pages nobody has seen: labels, wrappers and noise shuffled. No answer is fine, a wrong id is not. */
import { afterAll, describe, expect, it } from 'vitest';
import { fuzzedPage } from './fuzzed-page';
import { readSaved } from './reading';
import { randomFrom } from './random';

const CASES = Number(process.env.FUZZ_CASES ?? 10_000);
const BATCHES = 20;

describe('however a page is laid out, no record gets another record’s id', () => {
  let found = 0;
  for (let batch = 0; batch < BATCHES; batch += 1) {
    it(`batch ${batch + 1}`, { timeout: 900_000 }, () => {
      for (let at = 0; at < CASES / BATCHES; at += 1) {
        const seed = batch * 1_000_003 + at;
        const page = fuzzedPage(randomFrom(seed));
        const read = readSaved(page, page.responses);
        for (const [place, { refund_id: id, order_id: order }] of read.records.entries()) {
          const truth = page.truth.get(id);
          expect(truth, `seed ${seed}: ${id} is no refund id of this page\n${page.html}`).toBeDefined();
          const container = page.document.getElementById(read.places[place] ?? '');
          const isOwn = container?.id === truth?.place || container?.textContent.includes(truth?.mark ?? '');
          if (container) expect(isOwn, `seed ${seed}: ${id} in another's row\n${page.html}`).toBe(true);
          if (order !== undefined) expect(order, `seed ${seed}: order of ${id}\n${page.html}`).toBe(truth?.order);
          found += 1;
        }
      }
    });
  }
  // After all batches, in whatever order they ran: a reader that reads nothing would pass each of them.
  afterAll(() => {
    expect(found).toBeGreaterThan(0);
  });
});
