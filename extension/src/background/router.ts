/** Answers what pages ask. Each message is parsed first; each sender may ask only what its place allows. */
import * as v from 'valibot';
import { type Sender, openOptions, runBeside } from '@/lib/browser';
import { ask, type Caller } from '@/lib/api-client';
import { bad, good, ownProblem, type Result } from '@/lib/result';
import { request, type Request, type RequestOf } from '@/domain/messages';
import type { Greeting } from '@/domain/panel-state';
import { attach, recordField } from '@/background/adding';
import { attachPart, beginAttaching, endAttaching } from '@/background/attaching';
import { unbind } from '@/background/bindings';
import { rememberPage } from '@/background/case-pages';
import { briefsOf, changeCase, opened, panelState, photoOf, pictureOf, report, tick } from '@/background/cases';
import { chooseLanguage, chooseLoud, chooseShop, connections, language, loudFrom } from '@/background/connection';
import { updateDescriptions } from '@/background/description-updates';
import { answerPlatforms } from '@/background/platform-answers';
import { formPicture, statementOf } from '@/background/form-pictures';
import { keepIn } from '@/background/gestures';
import { collectAgain, keep } from '@/background/keeping';
import { exportAll, exportFiles, forgetAll, forgetReceipts, summary } from '@/background/local-data';
import { addNote, removeNote } from '@/background/notes';
import { aboutHost, hostsAsked } from '@/background/picture-hosts';
import { pickedState, place } from '@/background/picking';
import { pair, unpair } from '@/background/pairing';
import { type Place, placeOf, SAMPLE } from '@/background/places';
import { enablePlatform } from '@/background/platforms';
import { retry, send } from '@/background/sending';
import { accountNamed, answerQuestion, callerOf, outboxOf } from '@/background/shops';
import { type Item, ofRefund, remove } from '@/background/store';
import { beginLesson, endLesson, startTeaching } from '@/background/teaching';
import { beginVisit } from '@/background/visits';
import { findWork, historyOf, lastWorklist, worklist } from '@/background/worklist';

// What a page's script may ask; the rest is for our own pages.
const FROM_PAGES = new Set<Request['type']>([
  'hello', 'part', 'account', 'briefs', 'saw', 'open', 'panel', 'picture', 'statement', 'form-picture', 'keep', 'retry', 'remove', 'scenario', 'tick', 'attach', 'attach-begin', 'attach-part', 'attach-end', 'host', 'record', 'compare-again', 'note', 'unnote', 'photo', 'history', 'options',
]);

async function withServer<Value>(sender: Sender, use: (to: Caller) => Promise<Result<Value>>): Promise<Result<Value>> {
  const to = await callerOf(sender);
  return to.ok ? use(to.value) : to;
}

/** Runs with the key to queue under: the sender's shop, or the question whose it is. */
async function queued(sender: Sender, work: (to: string) => Promise<unknown>): Promise<Result<null>> {
  const to = await outboxOf(sender);
  return to.ok ? done(work(to.value)) : to;
}

async function done(work: Promise<unknown>): Promise<Result<null>> {
  await work;
  return good(null);
}

async function keepOf(message: RequestOf<'keep'>, sender: Sender): Promise<Result<null>> {
  const to = await outboxOf(sender);
  const place = await placeOf(sender);
  return to.ok ? keep(message, to.value, sender, place.kind === 'page' ? place.platform : null) : to;
}

const itemsOf = async (refundId: string, to: string, item?: number): Promise<Item[]> =>
  (await ofRefund(refundId, to)).filter(({ seq }) => item === undefined || seq === item);

const retryOf = (refundId: string, item: number | undefined, sender: Sender): Promise<Result<null>> =>
  queued(sender, async (to) => {
    const items = await itemsOf(refundId, to, item);
    await collectAgain(items, sender.tabId);
    await retry(items);
  });

/** Only what failed may go: what waits or was received is not a person's to lose by a slip. */
const removeOf = (refundId: string, item: number, sender: Sender): Promise<Result<null>> =>
  queued(sender, async (to) => {
    const [found] = await itemsOf(refundId, to, item);
    if (found?.state === 'failed') await remove(item);
  });

async function loadPart(name: string, sender: Sender): Promise<Result<null>> {
  return (await runBeside(sender, `/${name}.js`)) ? good(null) : bad(ownProblem('not-allowed'));
}

function answerPage(message: Request, sender: Sender): Promise<Result<unknown>> | null {
  switch (message.type) {
    case 'part': return loadPart(message.name, sender);
    case 'briefs': return briefsOf(message.refund_ids, sender);
    case 'saw': return queued(sender, (to) => report(message.cases, to));
    case 'open': return queued(sender, (to) => Promise.all([opened(message.case, to, sender.tabId), rememberPage(message.case.facts.refund_id, sender.url)]));
    case 'panel': return panelState(message.refund_id, sender).then(good);
    case 'picture': return pictureOf(message, sender);
    case 'statement': return withServer(sender, (to) => statementOf(to, message));
    case 'form-picture': return withServer(sender, (to) => formPicture(to, message));
    case 'keep': return keepOf(message, sender);
    case 'retry': return retryOf(message.refund_id, message.item, sender);
    case 'remove': return removeOf(message.refund_id, message.item, sender);
    case 'scenario': return changeCase(message.refund_id, { scenario: message.scenario }, sender);
    case 'tick': return tick(message.refund_id, message.criterion, message.done, sender);
    case 'attach': return attach(message, sender);
    case 'attach-begin': return beginAttaching(message, sender);
    case 'attach-part': return attachPart(message, sender);
    case 'attach-end': return endAttaching(message.upload, sender);
    case 'host': return aboutHost(message.host, message.answer);
    case 'record': return recordField(message, sender);
    case 'compare-again':
      return withServer(sender, (to) => ask(to, { method: 'POST', path: `/api/v1/comparisons/${message.comparison}/retry` }).then((got) => (got.ok ? good(null) : got)));
    case 'note': return withServer(sender, (to) => addNote(to, message));
    case 'photo': return withServer(sender, (to) => photoOf(to, message.id));
    case 'history': return historyOf(message.refund_id, sender);
    case 'unnote': return withServer(sender, (to) => removeNote(to, message.id));
    default: return null;
  }
}

function answerOwn(message: Request, sender: Sender): Promise<Result<unknown>> {
  switch (message.type) {
    case 'pair': return pair(message).then((made) => (made.ok ? (void send(), void updateDescriptions(), summary().then(good)) : made));
    case 'unpair': return done(unpair(message.shop));
    case 'language': return done(chooseLanguage(message.language));
    case 'platform': return done(enablePlatform(message.id, message.enabled));
    case 'hosts': return hostsAsked().then(good);
    case 'teach-start': return startTeaching(message.tab);
    case 'platforms': case 'platforms-check': case 'platform-version': case 'platform-import': case 'platform-export': case 'platform-forget':
      return answerPlatforms(message);
    case 'picked': return pickedState().then(good);
    case 'place': return place(message);
    case 'keep-here': return done(keepIn(message.tab));
    case 'export': return exportAll().then(good);
    case 'export-files': return exportFiles().then(good);
    case 'forget': return done(message.what === 'receipts' ? forgetReceipts() : forgetAll());
    case 'loud': return done(chooseLoud(message.from));
    case 'shop': return done(chooseShop(message.shop));
    case 'whose': return answerQuestion(message.key, message.shop, message.always).then((said) => (void send(), said));
    case 'unbind': return done(unbind(message.platform, message.account));
    case 'state': return summary().then(good);
    case 'queue': return done(send());
    case 'worklist': return worklist(message.cursor, sender);
    case 'worklist-last': return lastWorklist();
    case 'worklist-find': return findWork(message.ids, message.typed, sender);
    case 'options': return done(openOptions());
    default: return Promise.resolve(bad(ownProblem('unknown-message')));
  }
}

async function greet(sender: Sender, visit: string): Promise<Result<Greeting>> {
  const place = await placeOf(sender);
  if (place.kind === 'page' && sender.tabId !== null) await beginVisit(sender.tabId, sender.frameId !== 0, place.id, visit);
  return good({
    enabled: place.kind === 'page',
    platform: place.kind === 'page' ? place.platform : null,
    paired: (await connections()).length > 0,
    sampleOrigin: place.kind === 'page' && place.id === SAMPLE ? new URL(sender.url).origin : null,
    language: await language(),
    loud: await loudFrom(),
  });
}

/** Records of a page are of that page's platform, whatever the message says. */
function isOfPlace(message: Request, place: Place): boolean {
  if (place.kind !== 'page') return true;
  const cases = message.type === 'saw' ? message.cases : message.type === 'open' || message.type === 'keep' ? [message.case.facts] : [];
  return cases.every(({ platform }) => platform === place.platform.id);
}

function isAllowed(message: Request, place: Place): boolean {
  if (message.type === 'hello' || message.type === 'teach-begin' || message.type === 'teach-end') return true;
  return place.kind === 'own' || (place.kind === 'page' && FROM_PAGES.has(message.type) && isOfPlace(message, place));
}

export async function answer(message: unknown, sender: Sender): Promise<Result<unknown>> {
  const parsed = v.safeParse(request, message);
  if (!parsed.success) return bad(ownProblem('malformed-message'));
  const asked = parsed.output;
  try {
    if (!isAllowed(asked, await placeOf(sender))) return bad(ownProblem('not-allowed'));
    if (asked.type === 'hello') return await greet(sender, asked.visit);
    if (asked.type === 'teach-begin') return await beginLesson(sender);
    if (asked.type === 'teach-end') return await endLesson(asked.text, sender);
    if (asked.type === 'account') return await done(accountNamed(sender, asked.account, asked.name).then(() => void send()));
    return await (answerPage(asked, sender) ?? answerOwn(asked, sender));
  } catch (error) {
    return bad(ownProblem('internal', error instanceof Error ? error.message : ''));
  }
}
