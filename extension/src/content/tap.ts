/**
 * Runs in the page's own world and only listens: JSON answers of the paths a platform names are
 * handed over as plain text. It keeps what it needs before any script of the page can replace it,
 * and whatever goes wrong in here goes wrong in silence: the page's requests are the page's business.
 */
import { LONGEST_BODY, READY_EVENT, RESPONSE_EVENT } from '@/domain/tapped';
import { listened } from '@/platforms/listened';
import { matchesAny } from '@/platforms/patterns';

const KEPT = 20;
// Read by a second run of this script; a page that sets it is heard by its labels alone.
const BEGUN = Symbol.for('returnproof-tap');

/* eslint-disable @typescript-eslint/unbound-method -- every method is called through Reflect.apply or bound */
export function tap(): void {
  if (BEGUN in window) return;
  Object.defineProperty(window, BEGUN, { value: true });
  const { CustomEvent, Response, URL, Proxy, Reflect } = window;
  const { apply } = Reflect;
  const { stringify } = JSON;
  const { then } = Promise.prototype;
  const send = window.dispatchEvent.bind(window);
  const { addEventListener } = EventTarget.prototype;
  const clone = Response.prototype.clone;
  const textOf = Response.prototype.text;
  const kept: string[] = [];
  const base = location.href;

  const quietly = (run: () => void): void => {
    try {
      run();
    } catch {
      // What we cannot read we do without.
    }
  };
  const isWanted = (address: string): boolean => {
    if (!URL.canParse(address, base)) return false;
    const { pathname } = new URL(address, base);
    return listened.some(({ paths, never }) => matchesAny(paths, pathname) && !matchesAny(never, pathname));
  };
  const handOver = (address: string, body: string): void => {
    if (!body || body.length > LONGEST_BODY) return;
    const detail = stringify({ url: new URL(address, base).href, body });
    kept.push(detail);
    if (kept.length > KEPT) kept.shift();
    send(new CustomEvent(RESPONSE_EVENT, { detail }));
  };
  // The page's script may have asked before ours was ready to hear.
  window.addEventListener(READY_EVENT, () => quietly(() => {
    for (const detail of kept) send(new CustomEvent(RESPONSE_EVENT, { detail }));
  }));

  const silent = (): undefined => undefined;
  const read = (response: Response): void => {
    const address = response.url;
    if (!isWanted(address) || !response.ok || !/json/i.test(response.headers.get('content-type') ?? '')) return;
    const copy = apply(clone, response, []);
    apply(then, apply(textOf, copy, []), [(body: string) => quietly(() => handOver(address, body)), silent]);
  };
  window.fetch = new Proxy(window.fetch, {
    apply: (target, self, parameters: Parameters<typeof window.fetch>) => {
      const answering = Reflect.apply(target, self, parameters);
      quietly(() => void apply(then, answering, [(response: Response) => quietly(() => read(response)), silent]));
      return answering;
    },
  });

  const bodyOf = (request: XMLHttpRequest): string => {
    if (request.responseType === '' || request.responseType === 'text') return request.responseText;
    return request.responseType === 'json' ? stringify(request.response) : '';
  };
  const prototype = XMLHttpRequest.prototype;
  prototype.send = new Proxy(prototype.send, {
    apply: (target, self: XMLHttpRequest, parameters: Parameters<XMLHttpRequest['send']>) => {
      const heard = (): void => quietly(() => {
        const { responseURL, status } = self;
        if (status >= 200 && status < 300 && isWanted(responseURL)) handOver(responseURL, bodyOf(self));
      });
      quietly(() => apply(addEventListener, self, ['load', heard, { once: true }]));
      apply(target, self, parameters);
    },
  });
}
