/** What our own pages ask about platforms: what is in force, to go back, to take in and hand out. */
import { bad, good, ownProblem, type Result } from '@/lib/result';
import type { RequestOf } from '@/domain/messages';
import type { PlatformsState } from '@/domain/platform-state';
import { tellChanged } from '@/background/connection';
import { updateDescriptions } from '@/background/description-updates';
import { chooseVersion, exportedDescription, forgetTaught, keepTaught, platformsState } from '@/background/descriptions';
import { makeMenus } from '@/background/gestures';
import { enabledPlatforms, registerPages } from '@/background/platforms';

type Asked = RequestOf<'platforms' | 'platforms-check' | 'platform-version' | 'platform-import' | 'platform-export' | 'platform-forget'>;

const state = async (): Promise<Result<PlatformsState>> => good(await platformsState(await enabledPlatforms()));

async function changed(work: Promise<unknown>): Promise<Result<PlatformsState>> {
  await work;
  await registerPages();
  await makeMenus();
  await tellChanged();
  return state();
}

/** Taken in, it waits until the seller turns it on: only then is its host asked for. */
async function takeIn(text: string): Promise<Result<PlatformsState>> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return bad(ownProblem('description-shape'));
  }
  const how = await keepTaught(document);
  return how === 'kept' ? changed(Promise.resolve()) : bad(ownProblem(`description-${how}`));
}

export function answerPlatforms(message: Asked): Promise<Result<unknown>> {
  switch (message.type) {
    case 'platforms': return state();
    case 'platforms-check': return changed(updateDescriptions());
    case 'platform-version': return changed(chooseVersion(message.id, message.version));
    case 'platform-import': return takeIn(message.text);
    case 'platform-export': return exportedDescription(message.id).then((document) => good(JSON.stringify(document, null, 2)));
    case 'platform-forget': return changed(forgetTaught(message.id));
  }
}
