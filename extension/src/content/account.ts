/** Tells the service worker which shop the page is signed in to, as soon as an answer names it. */
import { RESPONSE_EVENT } from '@/domain/tapped';
import { askWorker } from '@/content/link';
import { handedOverIn } from '@/content/received';
import { accountIn } from '@/platforms/account';
import type { Description } from '@/platforms/description';

/** To be called before anything asks for what the page received: whose it is must be known first. */
export function watchAccount(platform: Description, signal: AbortSignal): void {
  let told = '';
  const hear = (event: Event): void => {
    const handed = handedOverIn(event);
    const account = handed && new URL(handed.url).origin === location.origin ? accountIn(handed.body, platform) : null;
    if (!account || told === account.id) return;
    told = account.id;
    void askWorker({ type: 'account', account: told, name: account.name });
  };
  window.addEventListener(RESPONSE_EVENT, hear, { signal });
}
