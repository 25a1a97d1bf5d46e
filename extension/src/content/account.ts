/** Tells the service worker which shop the page is signed in to, as soon as an answer names it. */
import * as v from 'valibot';
import { handedOver, RESPONSE_EVENT } from '@/domain/tapped';
import { askWorker } from '@/content/link';
import { accountIn } from '@/platforms/account';
import type { Description } from '@/platforms/description';

/** To be called before anything asks for what the page received: whose it is must be known first. */
export function watchAccount(platform: Description, signal: AbortSignal): void {
  let told = '';
  const hear = (event: Event): void => {
    const { detail } = event as CustomEvent<unknown>;
    if (typeof detail !== 'string') return;
    let document: unknown;
    try {
      document = JSON.parse(detail);
    } catch {
      return;
    }
    const parsed = v.safeParse(handedOver, document);
    if (!parsed.success || new URL(parsed.output.url).origin !== location.origin) return;
    const account = accountIn(parsed.output.body, platform);
    if (!account || told === account.id) return;
    told = account.id;
    void askWorker({ type: 'account', account: account.id, name: account.name });
  };
  window.addEventListener(RESPONSE_EVENT, hear, { signal });
}
