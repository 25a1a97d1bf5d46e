/** One refund as a panel shows it: asked for, kept fresh, and what a person does to it. */
import { type Problem, problemName, type Result } from '@/lib/result';
import type { Request } from '@/domain/messages';
import type { PanelState } from '@/domain/panel-state';
import type { PanelActions } from '@/ui/panel/model';
import { handOver } from '@/ui/panel/reading-files';

export type Ask = <Value>(request: Request) => Promise<Result<Value>>;

const POLL_MS = 1500;
const AWAY_MS = 4000;
const REST_MS = 30_000;
const AWAY = new Set(['no-answer', 'no-worker', 'server-silent']);

/** What was known stays in view while the server is silent; only the queue of this browser is news. */
export function merged(before: PanelState | null, answer: Result<PanelState>): PanelState {
  const now: PanelState = answer.ok ? answer.value : { assessment: answer, evidence: [], notes: [], items: before?.items ?? [] };
  if (now.assessment.ok) return now;
  const { problem } = now.assessment;
  if (!AWAY.has(problemName(problem)) && problem.status < 500) return now;
  const known = before?.assessment.ok ? before : now;
  return { ...known, items: now.items, away: problem };
}

export interface SessionParts {
  readonly refundId: string;
  readonly ask: Ask;
  readonly changed: () => void;
  /** The order the page names; packing photos belong to it. */
  readonly orderId: () => string | null;
  /** Part of the panel that only its place can do. */
  readonly own: Pick<PanelActions, 'keep' | 'go' | 'openCase' | 'zoom' | 'views'>;
}

export class CaseSession {
  state: PanelState | null = null;
  problem: Problem | null = null;
  private isAsking = false;
  private isAskedAgain = false;
  private isOver = false;
  private timer = 0;

  constructor(private readonly parts: SessionParts) {}

  get refundId(): string {
    return this.parts.refundId;
  }

  stop(): void {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  async refresh(): Promise<void> {
    if (this.isAsking) {
      this.isAskedAgain = true;
      return;
    }
    this.isAsking = true;
    const answer = await this.parts.ask<PanelState>({ type: 'panel', refund_id: this.parts.refundId });
    this.isAsking = false;
    if (this.isOver) return;
    this.state = merged(this.state, answer);
    this.parts.changed();
    if (this.isAskedAgain) {
      this.isAskedAgain = false;
      await this.refresh();
      return;
    }
    this.poll(this.state);
  }

  /** News come by the event stream; while something is under way a slow look makes sure. */
  private poll({ assessment, items, away }: PanelState): void {
    clearTimeout(this.timer);
    const isOpen = !assessment.ok || assessment.value.pending || items.some(({ state }) => state !== 'done' && state !== 'failed');
    this.timer = window.setTimeout(() => void this.refresh(), away ? AWAY_MS : isOpen ? POLL_MS : REST_MS);
  }

  private order(): { order_id?: string } {
    const orderId = this.parts.orderId();
    return orderId ? { order_id: orderId } : {};
  }

  private async attach(what: 'photo' | 'evidence', kind: string, files: readonly File[]): Promise<void> {
    const { refundId, ask } = this.parts;
    for (const file of files) {
      const answer = await handOver(ask, file, { refund_id: refundId, ...this.order(), what, kind: kind as 'chat' });
      this.problem = answer.ok ? null : answer.problem;
      this.parts.changed();
    }
    await this.refresh();
  }

  actions(): PanelActions {
    const { refundId: id, own } = this.parts;
    const ask = async <Value>(request: Request): Promise<Result<Value>> => {
      const answer = await this.parts.ask<Value>(request);
      await this.refresh();
      return answer;
    };
    return {
      ...own,
      retry: (seq) => void ask({ type: 'retry', refund_id: id, ...(seq === undefined ? {} : { item: seq }) }),
      remove: (seq) => void ask({ type: 'remove', refund_id: id, item: seq }),
      tick: (criterion, done) => void ask({ type: 'tick', refund_id: id, criterion, done }),
      attach: (what, kind, files) => void this.attach(what, kind, files),
      record: (on, field, value) => void ask({ type: 'record', refund_id: id, ...this.order(), on, field: field as 'waybill', value }),
      host: (host, answer) => void ask({ type: 'host', host, answer }),
      choose: (scenario) => void ask({ type: 'scenario', refund_id: id, scenario }),
      compareAgain: (comparison) => void ask({ type: 'compare-again', comparison }),
      addNote: (text, on) => ask({ type: 'note', refund_id: id, text, ...on }),
      removeNote: (note) => void ask({ type: 'unnote', id: note }),
      picture: (of, picture, size, figure) => this.parts.ask<string>({ type: 'picture', of, id: picture, size, ...(figure ? { figure } : {}) }),
      photo: (photo) => this.parts.ask({ type: 'photo', id: photo }),
      history: () => this.parts.ask({ type: 'history', refund_id: id }),
      options: () => void this.parts.ask({ type: 'options' }),
      reload: () => void this.refresh(),
    };
  }
}
