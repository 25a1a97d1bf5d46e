/** What the page received, by refund id; the newest answer of a refund counts. */
import * as v from 'valibot';
import { handedOver, READY_EVENT, RESPONSE_EVENT } from '@/domain/tapped';
import type { Description } from '@/platforms/description';
import { matchesAny } from '@/platforms/patterns';
import { type Received, readResponse } from '@/platforms/responses';

const MOST = 2000;
const RAW_KEPT = 12;

export interface RawResponse {
  readonly url: string;
  readonly body: string;
  readonly at: number;
  readonly ids: readonly string[];
}

/** What an event hands over, if it has the form; anyone in the page can send one. */
export function handedOverIn(event: Event): v.InferOutput<typeof handedOver> | null {
  try {
    const parsed = v.safeParse(handedOver, JSON.parse((event as CustomEvent<string>).detail));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

export class ReceivedIndex {
  readonly byId = new Map<string, Received>();
  private readonly raw: RawResponse[] = [];

  constructor(private readonly platform: Description, private readonly changed: (refundIds: readonly string[]) => void, signal: AbortSignal) {
    window.addEventListener(RESPONSE_EVENT, (event) => this.hear(event), { signal });
    window.dispatchEvent(new CustomEvent(READY_EVENT));
  }

  /** The answers that named this refund, newest last. */
  responsesOf(refundId: string): RawResponse[] {
    return this.raw.filter(({ ids }) => ids.includes(refundId));
  }

  private hear(event: Event): void {
    const handed = handedOverIn(event);
    if (handed) this.take(handed.url, handed.body);
  }

  private take(url: string, body: string): void {
    const { origin, pathname } = new URL(url);
    const { paths, never } = this.platform.responses;
    if (origin !== location.origin || !matchesAny(paths, pathname) || matchesAny(never, pathname)) return;
    const found = readResponse(body, url, this.platform, Date.now());
    if (!found.length) return;
    for (const received of found) {
      const before = this.byId.get(received.facts.refund_id);
      this.byId.delete(received.facts.refund_id);
      this.byId.set(received.facts.refund_id, {
        ...received,
        facts: { ...before?.facts, ...received.facts },
        pictures: received.pictures ?? before?.pictures ?? null,
      });
    }
    for (const id of [...this.byId.keys()].slice(0, Math.max(0, this.byId.size - MOST))) this.byId.delete(id);
    const ids = found.map(({ facts }) => facts.refund_id);
    this.raw.push({ url, body, at: Date.now(), ids });
    if (this.raw.length > RAW_KEPT) this.raw.shift();
    this.changed(ids);
  }
}
