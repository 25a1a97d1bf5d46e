/** Teaching a page: the seller starts it from our own page, and only that tab may then hand a description in. */
import * as v from 'valibot';
import { addressOf, runIn, type Sender, session } from '@/lib/browser';
import { bad, good, ownProblem, type Result } from '@/lib/result';
import type { Lesson } from '@/platforms/lesson';
import { language } from '@/background/connection';
import { currentPlatforms, keepTaught } from '@/background/descriptions';
import { BUILT_IN, enablePlatform } from '@/background/platforms';
import { readDescription } from '@/platforms/description';
import { platformOf } from '@/platforms/known';

const KEY = 'teaching';
const lessons = v.fallback(v.array(v.object({ tab: v.number(), origin: v.string() })), []);

const begun = async (): Promise<v.InferOutput<typeof lessons>> => v.parse(lessons, await session.get(KEY));

const originOf = (address: string): string => (URL.canParse(address) ? new URL(address).origin : '');

export async function startTeaching(tab: number): Promise<Result<null>> {
  const origin = originOf(await addressOf(tab));
  // The schema takes https alone: what is read in the clear may have been changed on its way.
  if (!origin.startsWith('https://')) return bad(ownProblem(origin ? 'teach-not-here' : 'teach-not-permitted'));
  await session.set(KEY, [...(await begun()).filter((each) => each.tab !== tab), { tab, origin }]);
  return (await runIn(tab, '/picker.js')) ? good(null) : bad(ownProblem('teach-not-permitted'));
}

const isTaught = async (sender: Sender): Promise<boolean> =>
  (await begun()).some(({ tab, origin }) => tab === sender.tabId && origin === originOf(sender.url));

export async function beginLesson(sender: Sender): Promise<Result<Lesson>> {
  if (!(await isTaught(sender))) return bad(ownProblem('not-allowed'));
  const platforms = await currentPlatforms();
  const template = platforms.find(({ id }) => id === BUILT_IN);
  if (!template) return bad(ownProblem('internal'));
  return good({ language: await language(), template, known: platformOf(new URL(sender.url), null, platforms) });
}

/** Kept, turned on, and at work in the tab at once; `text` is null when the seller gave up. */
export async function endLesson(text: string | null, sender: Sender): Promise<Result<null>> {
  if (!(await isTaught(sender))) return bad(ownProblem('not-allowed'));
  if (text !== null) {
    const kept = await takeLesson(text, new URL(sender.url));
    if (!kept.ok) return kept;
    if (!kept.value && sender.tabId !== null) await runIn(sender.tabId, '/content-scripts/page.js');
  }
  await session.set(KEY, (await begun()).filter(({ tab }) => tab !== sender.tabId));
  return good(null);
}

/** Whether the page was read by a description already, and so has our script. */
async function takeLesson(text: string, url: URL): Promise<Result<boolean>> {
  const document: unknown = JSON.parse(text);
  const read = readDescription(document);
  // A page may describe itself and no other.
  if (!read.ok || read.value.hosts.some((host) => host !== url.origin)) return bad(ownProblem('description-shape'));
  const before = platformOf(url, null, await currentPlatforms());
  if (read.value.id !== before?.id && !read.value.id.startsWith('local-')) return bad(ownProblem('description-shape'));
  const how = await keepTaught(document);
  if (how !== 'kept') return bad(ownProblem(`description-${how}`));
  await enablePlatform(read.value.id, true);
  return good(before !== null);
}
