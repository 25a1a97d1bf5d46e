/**
 * Runs in the page's own world and only listens: JSON answers of the paths a platform names are
 * handed over as plain text. It keeps what it needs before any script of the page can replace it.
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
  const { dispatchEvent, CustomEvent, Response, URL, Proxy, Reflect } = window;
  const { stringify } = JSON;
  const send = dispatchEvent.bind(window);
  const clone = Response.prototype.clone;
  const textOf = Response.prototype.text;
  const kept: string[] = [];
  const base = location.href;

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
  window.addEventListener(READY_EVENT, () => {
    for (const detail of kept) send(new CustomEvent(RESPONSE_EVENT, { detail }));
  });

  const read = async (response: Response, address: string): Promise<void> => {
    if (!response.ok || !/json/i.test(response.headers.get('content-type') ?? '')) return;
    const copy = Reflect.apply(clone, response, []);
    handOver(address, await Reflect.apply(textOf, copy, []));
  };
  const silent = (): undefined => undefined;
  window.fetch = new Proxy(window.fetch, {
    apply: (target, self, parameters: Parameters<typeof window.fetch>) => {
      const answering = Reflect.apply(target, self, parameters);
      answering.then((response) => {
        if (isWanted(response.url)) read(response, response.url).catch(silent);
      }, silent);
      return answering;
    },
  });

  listenToXhr(isWanted, handOver, stringify);
}

function listenToXhr(
  isWanted: (address: string) => boolean,
  handOver: (address: string, body: string) => void,
  stringify: (value: unknown) => string,
): void {
  const bodyOf = (request: XMLHttpRequest): string => {
    if (request.responseType === '' || request.responseType === 'text') return request.responseText;
    return request.responseType === 'json' ? stringify(request.response) : '';
  };
  const prototype = XMLHttpRequest.prototype;
  prototype.send = new Proxy(prototype.send, {
    apply: (target, self: XMLHttpRequest, parameters: Parameters<XMLHttpRequest['send']>) => {
      self.addEventListener('load', () => {
        try {
          const { responseURL, status } = self;
          if (status >= 200 && status < 300 && isWanted(responseURL)) handOver(responseURL, bodyOf(self));
        } catch {
          // The page's request is the page's business; what we cannot read we do without.
        }
      });
      Reflect.apply(target, self, parameters);
    },
  });
}
