/** The names under which the page's own responses are handed over, and their form. */
import * as v from 'valibot';

export const RESPONSE_EVENT = 'returnproof:response';
export const READY_EVENT = 'returnproof:ready';
export const LONGEST_BODY = 2_000_000;

// Anyone in the page can send this event, so it is data to be doubted, never a command.
export const handedOver = v.strictObject({
  url: v.pipe(v.string(), v.maxLength(4000), v.url()),
  body: v.pipe(v.string(), v.maxLength(LONGEST_BODY)),
});
