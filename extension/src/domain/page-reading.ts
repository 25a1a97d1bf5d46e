/** What the service worker asks of an open page at a click, and what it is answered. */
import * as v from 'valibot';

export const READER = 'returnproof.reader';

export interface Question {
  readonly words: { readonly negotiation: readonly string[]; readonly logistics_trace: readonly string[]; readonly videos: readonly string[] };
  /** Headings at which a section ends. */
  readonly others: readonly string[];
  /** Addresses of pictures whose place on the screen is wanted. */
  readonly pictures: readonly string[];
}

const number = v.pipe(v.number(), v.finite());
const entry = v.object({ time: v.nullable(v.pipe(v.string(), v.maxLength(100))), text: v.pipe(v.string(), v.maxLength(6000)) });
const section = v.object({
  kind: v.picklist(['negotiation', 'logistics_trace']),
  label: v.pipe(v.string(), v.maxLength(60)),
  text: v.pipe(v.string(), v.maxLength(110_000)),
  entries: v.pipe(v.array(entry), v.maxLength(400)),
  dom: v.pipe(v.string(), v.maxLength(320_000)),
});
const box = v.object({ url: v.string(), x: number, y: number, width: number, height: number });

/** From a page, so it is parsed like anything from a page. */
export const reading = v.object({
  sections: v.pipe(v.array(section), v.maxLength(20)),
  videos: v.pipe(v.array(v.pipe(v.string(), v.maxLength(4000))), v.maxLength(20)),
  boxes: v.pipe(v.array(box), v.maxLength(60)),
  view: v.object({ width: number, height: number, scale: number, scroll_y: number, full_width: number, full_height: number }),
});
export type Reading = v.InferOutput<typeof reading>;
