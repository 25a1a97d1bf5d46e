/** Reads all known cases into this page, keeps them fresh, and keeps them when the server is away. */
import type { Problem, Result } from '@/lib/result';
import type { Push } from '@/domain/messages';
import type { Remembered, WorkPage, WorkRow } from '@/domain/work';
import type { Ask } from '@/ui/panel/session';

/** So many are held here; older ones are found by their id. */
export const MOST = 5000;
const AGAIN_MS = 6000;
const NEWS_MS = 400;
const WHOLE_MS = 20_000;
const MOST_NEWS = 50;

export interface Work {
  readonly rows: ReadonlyMap<string, WorkRow>;
  readonly total: number;
  readonly phase: 'first' | 'more' | 'whole';
  readonly problem: Problem | null;
  /** When the rows were read, if not now. */
  readonly asOf: number | null;
}
export const NO_WORK: Work = { rows: new Map(), total: 0, phase: 'first', problem: null, asOf: null };

export class WorkLoader {
  private work = NO_WORK;
  private isReading = false;
  private readonly news = new Set<string>();
  private newsTimer = 0;
  private againTimer = 0;
  private readAt = 0;

  constructor(private readonly ask: Ask, private readonly changed: (work: Work) => void, private readonly signal: AbortSignal) {
    signal.addEventListener('abort', () => {
      clearTimeout(this.newsTimer);
      clearTimeout(this.againTimer);
    });
  }

  private set(more: Partial<Work>): void {
    this.work = { ...this.work, ...more };
    if (!this.signal.aborted) this.changed(this.work);
  }

  /** All pages, the first shown at once; what is gone from the server leaves with the last page. */
  async read(): Promise<void> {
    if (this.isReading) return;
    this.isReading = true;
    clearTimeout(this.againTimer);
    const answer = await this.readAll();
    this.isReading = false;
    if (answer.ok) {
      this.readAt = Date.now();
      this.set({ rows: answer.value, phase: 'whole', problem: null, asOf: null });
    } else await this.failed(answer.problem);
  }

  private async readAll(): Promise<Result<Map<string, WorkRow>>> {
    const rows = new Map<string, WorkRow>();
    let cursor: string | null = null;
    do {
      const page: Result<WorkPage> = await this.ask<WorkPage>({ type: 'worklist', cursor });
      if (!page.ok) return page;
      for (const row of page.value.rows) rows.set(row.refund_id, row);
      cursor = page.value.next;
      // While all are read anew the old ones stay in view, so that nothing jumps.
      const shown = this.work.phase === 'whole' ? new Map([...this.work.rows, ...rows]) : new Map(rows);
      this.set({ rows: shown, total: page.value.total, problem: null, asOf: null, phase: this.work.phase === 'whole' ? 'whole' : 'more' });
    } while (cursor !== null && rows.size < MOST && !this.signal.aborted);
    return { ok: true, value: rows };
  }

  private async failed(problem: Problem): Promise<void> {
    if (!this.work.rows.size) {
      const last = await this.ask<Remembered | null>({ type: 'worklist-last' });
      if (last.ok && last.value) {
        this.set({ rows: new Map(last.value.rows.map((row) => [row.refund_id, row])), total: last.value.total, asOf: last.value.at });
      }
    }
    this.set({ problem, phase: 'whole', asOf: this.work.asOf ?? (this.readAt || null) });
    this.againTimer = window.setTimeout(() => void this.read(), AGAIN_MS);
  }

  hear(message: Push): void {
    if (message.type !== 'changed' && !(message.type === 'kept' && message.settled)) return;
    if (message.refund_id === null) {
      if (Date.now() - this.readAt > WHOLE_MS || this.work.problem) void this.read();
      return;
    }
    this.news.add(message.refund_id);
    this.newsTimer ||= window.setTimeout(() => {
      this.newsTimer = 0;
      void this.readNews();
    }, NEWS_MS);
  }

  private async readNews(): Promise<void> {
    const ids = [...this.news].slice(0, MOST_NEWS);
    for (const id of ids) this.news.delete(id);
    const found = await this.find(ids, false);
    if (this.news.size && found) await this.readNews();
  }

  /** True when the server answered; what it knows of these ids is then among the rows. */
  async find(ids: readonly string[], typed: boolean): Promise<boolean> {
    const answer = await this.ask<WorkPage>({ type: 'worklist-find', ids: [...ids], typed });
    if (!answer.ok) return false;
    const fresh = answer.value.rows.filter(({ refund_id: id }) => !this.work.rows.has(id)).length;
    const rows = new Map([...this.work.rows, ...answer.value.rows.map((row) => [row.refund_id, row] as const)]);
    this.set({ rows, total: Math.max(this.work.total + (typed ? 0 : fresh), rows.size) });
    return true;
  }
}
