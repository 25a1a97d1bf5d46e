/** What crosses between a form of the platform, the worker and the server. */
import * as v from 'valibot';

const text = v.string();

const shown = v.object({
  of: v.picklist(['photo', 'figure']),
  id: text,
  role: text,
  media_type: v.optional(text),
  size: v.optional(v.number()),
  width: v.optional(v.number()),
  height: v.optional(v.number()),
});
export type Prepared = v.InferOutput<typeof shown>;

/** The server's draft for a form; `text` is for the platform, `reading` for the seller. */
export const statement = v.object({
  text,
  reading: text,
  observations: v.number(),
  against: v.array(text),
  missing: v.array(text),
  pictures: v.array(shown),
});
export type Statement = v.InferOutput<typeof statement>;

export type PictureFormat = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif' | 'image/bmp';

/** What a form takes; null where neither it nor the description says. */
export interface FormLimits {
  readonly text: number | null;
  readonly pictures: number | null;
  readonly bytes: number | null;
  readonly formats: readonly PictureFormat[];
}

/** A picture ready for a form. `copy` tells what the kept original is, when this is not it. */
export interface FormPicture {
  readonly name: string;
  readonly media_type: string;
  readonly base64: string;
  readonly size: number;
  readonly copy: { readonly media_type: string; readonly size: number } | null;
}
