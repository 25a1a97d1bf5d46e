/** Answers what pages ask. Each message is parsed first; each sender may ask only what its place allows. */
import * as v from 'valibot';
import { type Sender, extensionId, openOptions, runBeside } from '@/lib/browser';
import { ask } from '@/lib/api-client';
import { bad, good, ownProblem, type Result } from '@/lib/result';
import { request, type Request } from '@/domain/messages';
import type { Greeting } from '@/domain/panel-state';
import { platformOf } from '@/platforms/known';
import { briefsOf, changeCase, opened, panelState, pictureOf, report, tick, UNPAIRED } from '@/background/cases';
import { caller, chooseLanguage, connection, keyOf, language } from '@/background/connection';
import { collectAgain, keep } from '@/background/keeping';
import { exportAll, forgetAll, summary } from '@/background/local-data';
import { attach, recordField } from '@/background/adding';
import { addNote, removeNote } from '@/background/notes';
import { hasRoom, ofRefund, remove } from '@/background/store';
import { enablePlatform, pair, unpair } from '@/background/pairing';
import { retry, send } from '@/background/sending';

type Place = 'page' | 'own' | 'foreign';

// What a page's script may ask; the rest is for our own pages.
const FROM_PAGES = new Set<Request['type']>([
  'hello', 'part', 'briefs', 'saw', 'open', 'panel', 'picture', 'keep', 'retry', 'remove', 'scenario', 'tick', 'attach', 'record', 'compare-again', 'note', 'unnote', 'options', 'state',
]);

export async function sampleOrigin(): Promise<string | null> {
  const paired = await connection();
  return paired?.sample ? new URL(paired.server).origin : null;
}

async function placeOf(sender: Sender): Promise<Place> {
  const url = URL.canParse(sender.url) ? new URL(sender.url) : null;
  if (!url) return 'foreign';
  if (/^(?:chrome|moz)-extension:$/.test(url.protocol)) return url.host === extensionId() || url.protocol === 'moz-extension:' ? 'own' : 'foreign';
  return platformOf(url, await sampleOrigin()) ? 'page' : 'foreign';
}

async function withServer<Value>(use: (to: NonNullable<Awaited<ReturnType<typeof caller>>>) => Promise<Result<Value>>): Promise<Result<Value>> {
  const to = await caller();
  return to ? use(to) : bad(UNPAIRED);
}

async function done(work: Promise<unknown>): Promise<Result<null>> {
  await work;
  return good(null);
}

async function keepOf(message: Extract<Request, { type: 'keep' }>, sender: Sender): Promise<Result<null>> {
  const paired = await connection();
  if (!paired) return bad(UNPAIRED);
  if (!(await hasRoom())) return bad(ownProblem('quota'));
  return done(keep(message, keyOf(paired), sender.tabId));
}

async function retryOf(refundId: string, item: number | undefined, sender: Sender): Promise<Result<null>> {
  const items = (await ofRefund(refundId)).filter(({ seq }) => item === undefined || seq === item);
  await collectAgain(items, sender.tabId);
  return done(retry(items));
}

/** Only what failed may go: what waits or was received is not a person's to lose by a slip. */
async function removeOf(refundId: string, item: number): Promise<Result<null>> {
  const found = (await ofRefund(refundId)).find(({ seq }) => seq === item);
  return found?.state === 'failed' ? done(remove(item)) : good(null);
}

async function loadPart(name: string, sender: Sender): Promise<Result<null>> {
  return (await runBeside(sender, `/${name}.js`)) ? good(null) : bad(ownProblem('not-allowed'));
}

function answerPage(message: Request, sender: Sender): Promise<Result<unknown>> | null {
  switch (message.type) {
    case 'part': return loadPart(message.name, sender);
    case 'briefs': return briefsOf(message.refund_ids);
    case 'saw': return done(report(message.cases));
    case 'open': return done(opened(message.case, sender.tabId));
    case 'panel': return panelState(message.refund_id).then(good);
    case 'picture': return pictureOf(message.of, message.id, message.size ?? 480);
    case 'keep': return keepOf(message, sender);
    case 'retry': return retryOf(message.refund_id, message.item, sender);
    case 'remove': return removeOf(message.refund_id, message.item);
    case 'scenario': return changeCase(message.refund_id, { scenario: message.scenario });
    case 'tick': return tick(message.refund_id, message.criterion, message.done);
    case 'attach': return attach(message);
    case 'record': return recordField(message);
    case 'compare-again':
      return withServer((to) => ask(to, { method: 'POST', path: `/api/v1/comparisons/${message.comparison}/retry` }).then((got) => (got.ok ? good(null) : got)));
    case 'note': return withServer((to) => addNote(to, message.refund_id, message.text, message.photo));
    case 'unnote': return withServer((to) => removeNote(to, message.id));
    default: return null;
  }
}

function answerOwn(message: Request): Promise<Result<unknown>> {
  switch (message.type) {
    case 'pair': return pair(message).then((made) => (made.ok ? (void send(), summary().then(good)) : made));
    case 'unpair': return done(unpair());
    case 'language': return done(chooseLanguage(message.language));
    case 'platform': return done(enablePlatform(message.id, message.enabled));
    case 'export': return exportAll().then(good);
    case 'forget': return done(forgetAll());
    case 'state': return summary().then(good);
    case 'queue': return done(send());
    case 'options': return done(openOptions());
    default: return Promise.resolve(bad(ownProblem('unknown-message')));
  }
}

async function greet(url: string): Promise<Result<Greeting>> {
  const origin = await sampleOrigin();
  const platform = URL.canParse(url) ? platformOf(new URL(url), origin) : null;
  return good({
    enabled: platform !== null,
    platform,
    paired: (await connection()) !== null,
    sampleOrigin: origin,
    language: await language(),
  });
}

export async function answer(message: unknown, sender: Sender): Promise<Result<unknown>> {
  const parsed = v.safeParse(request, message);
  if (!parsed.success) return bad(ownProblem('malformed-message'));
  const place = await placeOf(sender);
  if (place === 'foreign' || (place === 'page' && !FROM_PAGES.has(parsed.output.type))) return bad(ownProblem('not-allowed'));
  try {
    if (parsed.output.type === 'hello') return await greet(sender.url);
    return await (answerPage(parsed.output, sender) ?? answerOwn(parsed.output));
  } catch (error) {
    return bad(ownProblem('internal', error instanceof Error ? error.message : ''));
  }
}
