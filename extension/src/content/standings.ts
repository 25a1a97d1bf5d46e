/** What the server says of the refunds in this page, asked in batches and kept fresh. */
import type { Result } from '@/lib/result';
import { problemName } from '@/lib/result';
import type { Brief } from '@/domain/answers';
import type { BadgeState, Standing } from '@/content/badges';
import { askWorker } from '@/content/link';

const PENDING_MS = 1500;
const FRESH_MS = 30_000;
const AWAY_MS = 8000;
const MOST = 200;
const SOON_MS = 120;

export class Standings {
  private readonly briefs = new Map<string, Brief>();
  private readonly wanted = new Set<string>();
  private reach: 'ready' | 'offline' | 'unpaired' = 'ready';
  private shown: readonly string[] = [];
  private asking = false;
  private timer = 0;
  private soon = 0;

  constructor(private readonly changed: () => void, private readonly signal: AbortSignal) {
    signal.addEventListener('abort', () => {
      clearTimeout(this.timer);
      clearTimeout(this.soon);
    });
  }

  of(refundId: string): Standing {
    const brief = this.briefs.get(refundId) ?? null;
    const state: BadgeState = this.reach !== 'ready' ? this.reach : brief ? 'ready' : 'loading';
    return { state, brief };
  }

  /** The refunds shown now; those not known yet are asked for at once. */
  show(refundIds: readonly string[]): void {
    this.shown = refundIds;
    for (const id of refundIds) if (!this.briefs.has(id)) this.wanted.add(id);
    if (this.wanted.size && this.reach === 'ready') void this.ask();
    else if (refundIds.length) this.later();
  }

  /** The page received these and will show them in a moment: the answer should be here by then. */
  expect(refundIds: readonly string[]): void {
    if (this.reach !== 'ready') return;
    for (const id of refundIds.slice(0, MOST)) if (!this.briefs.has(id)) this.wanted.add(id);
    void this.ask();
  }

  /** Something changed at the server: one refund, or nobody knows which. */
  refresh(refundId: string | null): void {
    for (const id of refundId === null ? this.shown : [refundId]) this.wanted.add(id);
    // Many changes at once (a list just sent) are one question.
    this.soon ||= window.setTimeout(() => {
      this.soon = 0;
      void this.ask();
    }, SOON_MS);
  }

  private async ask(): Promise<void> {
    if (this.asking || this.signal.aborted) return;
    const ids = [...this.wanted].slice(0, MOST);
    if (!ids.length) return;
    this.asking = true;
    for (const id of ids) this.wanted.delete(id);
    const answer = await askWorker<Brief[]>({ type: 'briefs', refund_ids: ids });
    this.asking = false;
    this.take(ids, answer);
    this.changed();
    if (this.wanted.size && this.reach === 'ready') void this.ask();
    else this.later();
  }

  private take(ids: readonly string[], answer: Result<Brief[]>): void {
    if (answer.ok) {
      this.reach = 'ready';
      for (const brief of answer.value) this.briefs.set(brief.refund_id, brief);
      return;
    }
    this.reach = ['unpaired', 'unauthorized', 'which-shop', 'shop-declined'].includes(problemName(answer.problem)) ? 'unpaired' : 'offline';
    for (const id of ids) this.wanted.add(id);
  }

  private later(): void {
    clearTimeout(this.timer);
    const isPending = this.shown.some((id) => this.briefs.get(id)?.pending);
    const wait = this.reach !== 'ready' ? AWAY_MS : isPending ? PENDING_MS : FRESH_MS;
    this.timer = window.setTimeout(() => {
      if (document.hidden) this.later();
      else this.refresh(null);
    }, wait);
  }
}
