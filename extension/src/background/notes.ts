/** Notes by staff: W3C Web Annotations at /annotations/. */
import * as v from 'valibot';
import { call, type Caller } from '@/lib/api-client';
import { good, type Result } from '@/lib/result';
import { type Note, note } from '@/domain/answers';
import type { RequestOf } from '@/domain/messages';
import { fragmentOf } from '@/domain/region';
import { setSetting, setting } from '@/background/store';

const TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"';
const page = v.looseObject({ items: v.optional(v.array(v.unknown()), []) });
const container = v.looseObject({ first: v.nullish(v.union([page, v.string()])), items: v.optional(v.array(v.unknown())) });

/** A case, a photo, or a part of a photo. */
function target(to: Caller, { refund_id: refundId, photo, region }: RequestOf<'note'>): unknown {
  if (!photo) return `${to.server}/api/v1/cases/${encodeURIComponent(refundId)}`;
  const source = `${to.server}/api/v1/photos/${photo}/original`;
  if (!region) return source;
  return { type: 'SpecificResource', source, selector: { type: 'FragmentSelector', conformsTo: 'http://www.w3.org/TR/media-frags/', value: fragmentOf(region) } };
}

function parsed(items: readonly unknown[]): Note[] {
  return items.flatMap((item) => {
    const read = v.safeParse(note, item);
    return read.success ? [read.output] : [];
  });
}

export async function notesOf(to: Caller, refundId: string): Promise<Result<Note[]>> {
  const prefer = 'return=representation;include="http://www.w3.org/ns/oa#PreferContainedDescriptions"';
  const path = `/annotations/?subject=${encodeURIComponent(refundId)}`;
  const answer = await call(to, { path, headers: { Accept: TYPE, Prefer: prefer } }, container);
  if (!answer.ok) return answer;
  const { first, items } = answer.value;
  if (items) return good(parsed(items));
  if (typeof first !== 'string') return good(parsed(first?.items ?? []));
  const url = new URL(first, to.server);
  if (url.origin !== new URL(to.server).origin) return good([]);
  const more = await call(to, { path: url.pathname + url.search, headers: { Accept: TYPE } }, page);
  return more.ok ? good(parsed(more.value.items)) : more;
}

const OWN = 'own-notes';
const MOST_OWN = 500;

/** Ids of the notes written here: two devices may bear the same name. */
export async function ownNotes(): Promise<string[]> {
  const stored = await setting(OWN);
  return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
}

export async function addNote(to: Caller, asked: RequestOf<'note'>): Promise<Result<Note>> {
  const document = {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    type: 'Annotation',
    motivation: 'commenting',
    body: { type: 'TextualBody', value: asked.text, format: 'text/plain' },
    target: target(to, asked),
  };
  const added = await call(to, { method: 'POST', path: '/annotations/', json: document, headers: { 'Content-Type': TYPE, Accept: TYPE } }, note);
  if (added.ok) await setSetting(OWN, [...(await ownNotes()), added.value.id].slice(-MOST_OWN));
  return added;
}

export async function removeNote(to: Caller, id: string): Promise<Result<null>> {
  const url = new URL(id);
  if (url.origin !== new URL(to.server).origin || !url.pathname.startsWith('/annotations/')) return good(null);
  const answer = await call(to, { method: 'DELETE', path: url.pathname }, v.unknown());
  return answer.ok ? good(null) : answer;
}
