/** Taking up again what a stopped worker, a restart or a missing permission left undone. */
import { tabNow } from '@/lib/browser';
import { ownProblem } from '@/lib/result';
import { dropParts } from '@/background/attaching';
import { fail, isUnderWay } from '@/background/collecting';
import { collectAgain } from '@/background/keeping';
import { mayRead } from '@/background/picture-hosts';
import { send } from '@/background/sending';
import { inState, type Item } from '@/background/store';

/** The tab an item was read from, if it still shows the page it was read from. */
async function tabOf({ tab, source, kind }: Item): Promise<number | null> {
  const found = tab === undefined ? null : await tabNow(tab);
  if (tab === undefined || !found) return null;
  return kind !== 'page_archive' || found.url === source ? tab : null;
}

/** What was being read when the worker was stopped is read again from where it still can be; the rest says so. */
async function readAgain(): Promise<void> {
  for (const item of (await inState('collecting')).filter((each) => !isUnderWay(each))) {
    const tab = await tabOf(item);
    await fail(item, item.upload ? ownProblem('upload-interrupted', item.name) : ownProblem('interrupted'));
    if (item.upload !== undefined) await dropParts(item.seq ?? -1);
    else if (tab !== null || item.kind !== 'page_archive') await collectAgain([{ ...item, state: 'failed' }], tab);
  }
}

export async function resume(): Promise<void> {
  await readAgain();
  await send();
}

/** A host may be read now: what failed for want of it is read again. */
export async function recollect(): Promise<void> {
  for (const item of await inState('failed')) {
    if (item.bytes || !item.source || !/^(?:photo|evidence)$/.test(item.what) || !(await mayRead(item.source))) continue;
    if (item.problem?.type === 'host-not-allowed' || item.problem?.type === 'picture-unreadable') await collectAgain([item], item.tab ?? null);
  }
  await send();
}
