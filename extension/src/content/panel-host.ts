/** Puts the panel of one refund into the page and keeps it fresh. */
import { h, render } from 'preact';
import { bad, ownProblem, type Problem, problemName, type Result } from '@/lib/result';
import type { PanelState } from '@/domain/panel-state';
import type { SeenCase } from '@/domain/messages';
import { PANEL, makeHost, sheetOf } from '@/content/hosts';
import { askWorker } from '@/content/link';
import { readFile } from '@/ui/panel/reading-files';
import type { PanelActions } from '@/ui/panel/model';
import panelCss from '@/ui/panel/panel.css?inline';
import { PanelWindow, type WindowProps } from '@/ui/panel/window';
import { panelTexts } from '@/ui/panel/texts';
import type { Language } from '@/ui/texts';
import themeCss from '@/ui/theme.css?inline';

export interface PanelSource {
  readonly refundId: string;
  readonly language: () => Language;
  /** What this page shows of the refund; null when it is another page's. */
  readonly seen: () => SeenCase | null;
  readonly keep: (seen: SeenCase) => Promise<Result<unknown>>;
  readonly close?: () => void;
}

const POLL_MS = 1500;
const AWAY_MS = 4000;
const CAPTURE_MS = 8000;

const AWAY = new Set(['no-answer', 'no-worker', 'server-silent']);

/** What the part `panel` provides; the rest of the page knows only this of it. */
export type PanelPart = (source: PanelSource) => PanelHost;
export const makePanel: PanelPart = (source) => new PanelHost(source);

/** What was known stays in view while the server is silent; only the queue of this browser is news. */
export function merged(before: PanelState | null, answer: Result<PanelState>): PanelState {
  const now: PanelState = answer.ok ? answer.value : { assessment: answer, evidence: [], notes: [], items: before?.items ?? [] };
  if (now.assessment.ok) return now;
  const { problem } = now.assessment;
  if (!AWAY.has(problemName(problem)) && problem.status < 500) return now;
  const known = before?.assessment.ok ? before : now;
  return { ...known, items: now.items, away: problem };
}

export class PanelHost {
  readonly host: HTMLElement;
  private readonly root: ShadowRoot;
  private state: PanelState | null = null;
  private keeping = false;
  private keepProblem: Problem | null = null;
  private asking = false;
  private askAgain = false;
  private timer = 0;
  private gone = false;
  private yields = false;
  private readonly captured = new Set<number>();
  /** The refund in view: this page's own, or one a reason led to. */
  private viewed: string;

  constructor(private readonly source: PanelSource) {
    const made = makeHost(PANEL, sheetOf(themeCss + panelCss));
    this.viewed = source.refundId;
    this.host = made.host;
    this.root = made.root;
    this.host.dataset.refundId = source.refundId;
    this.attach();
    this.draw();
    void this.refresh();
  }

  get refundId(): string {
    return this.source.refundId;
  }

  /** Frameworks that own the body may sweep it; the panel comes back to its end. */
  attach(): void {
    if (!this.gone && !this.host.isConnected) document.documentElement.append(this.host);
  }

  /** Where the open panel stands; null while it is folded. */
  box(): DOMRect | null {
    return this.root.querySelector('.window')?.getBoundingClientRect() ?? null;
  }

  /** Folds for as long as the page needs the place; what the seller chose is not touched. */
  giveWay(yields: boolean): void {
    if (yields === this.yields) return;
    this.yields = yields;
    this.draw();
  }

  remove(): void {
    this.gone = true;
    clearTimeout(this.timer);
    this.host.remove();
    render(null, this.root);
  }

  async refresh(): Promise<void> {
    if (this.asking) {
      this.askAgain = true;
      return;
    }
    this.asking = true;
    const asked = this.viewed;
    const answer = await askWorker<PanelState>({ type: 'panel', refund_id: asked });
    this.asking = false;
    if (this.gone) return;
    if (asked === this.viewed) this.state = merged(this.state, answer);
    else this.askAgain = true;
    this.draw();
    this.captureAgain();
    if (this.askAgain) {
      this.askAgain = false;
      await this.refresh();
      return;
    }
    this.poll();
  }

  /** A page archive the browser refused is taken again, once each, while its page is still here. */
  private captureAgain(): void {
    const refused = this.seen() && this.state?.items.find(({ kind, state, problem, seq }) => kind === 'page_archive' && state === 'failed' && problem?.type === 'archive-refused' && !this.captured.has(seq));
    if (!refused) return;
    this.captured.add(refused.seq);
    setTimeout(() => !this.gone && this.seen() && this.actions().retry(refused.seq), CAPTURE_MS);
  }

  /** News come by the event stream; while something is under way a slow look makes sure. */
  private poll(): void {
    clearTimeout(this.timer);
    const { assessment, items } = this.state ?? { assessment: null, items: [] };
    const isOpen = !assessment?.ok || assessment.value.pending || items.some(({ state }) => state !== 'done' && state !== 'failed');
    this.timer = window.setTimeout(() => void this.refresh(), this.state?.away ? AWAY_MS : isOpen ? POLL_MS : 30_000);
  }

  draw(): void {
    const { source } = this;
    const props: WindowProps = {
      yielded: this.yields,
      refundId: this.viewed,
      asked: source.close !== undefined,
      state: this.state,
      keeping: this.keeping,
      keepProblem: this.keepProblem,
      canKeep: this.seen() !== null,
      texts: panelTexts(source.language()),
      actions: this.actions(),
      ...(source.close ? { close: source.close } : {}),
      ...(this.viewed === this.refundId ? {} : { back: () => this.view(this.refundId) }),
    };
    render(h(PanelWindow, props), this.root);
  }

  private seen(): SeenCase | null {
    return this.viewed === this.refundId ? this.source.seen() : null;
  }

  private view(refundId: string): void {
    this.viewed = refundId;
    this.state = null;
    this.keepProblem = null;
    this.draw();
    void this.refresh();
  }

  private go(section: string): void {
    const part = this.root.querySelector<HTMLDetailsElement>(`.section.${section}`);
    if (!part) return;
    part.open = true;
    part.scrollIntoView({ block: 'start' });
    part.querySelector<HTMLElement>('[role=tab][aria-selected=true], summary')?.focus({ preventScroll: true });
  }

  private async keep(): Promise<void> {
    const seen = this.seen();
    if (!seen || this.keeping) return;
    this.keeping = true;
    this.draw();
    const kept = await this.source.keep(seen);
    this.keepProblem = kept.ok ? null : kept.problem;
    this.keeping = false;
    this.draw();
    await this.refresh();
  }

  private then<Value>(work: Promise<Result<Value>>): Promise<Result<Value>> {
    return work.then(async (answer) => {
      await this.refresh();
      return answer;
    });
  }

  private actions(): PanelActions {
    const id = this.viewed;
    const ask = <Value>(request: Parameters<typeof askWorker>[0]): Promise<Result<Value>> => this.then(askWorker<Value>(request));
    const order = (): { order_id?: string } => {
      const orderId = this.seen()?.facts.order_id;
      return orderId ? { order_id: orderId } : {};
    };
    return {
      keep: () => void this.keep(),
      retry: (seq) => void ask({ type: 'retry', refund_id: id, ...(seq === undefined ? {} : { item: seq }) }),
      tick: (criterion, done) => void ask({ type: 'tick', refund_id: id, criterion, done }),
      attach: (what, kind, files) => void this.attachFiles(what, kind, files, order()),
      record: (on, field, value) => void ask({ type: 'record', refund_id: id, ...order(), on, field: field as 'waybill', value }),
      remove: (seq) => void ask({ type: 'remove', refund_id: id, item: seq }),
      go: (section) => this.go(section),
      openCase: (refundId) => this.view(refundId),
      choose: (scenario) => void ask({ type: 'scenario', refund_id: id, scenario }),
      compareAgain: (comparison) => void ask({ type: 'compare-again', comparison }),
      addNote: (text, photo) => ask({ type: 'note', refund_id: id, text, ...(photo ? { photo } : {}) }),
      removeNote: (note) => void ask({ type: 'unnote', id: note }),
      picture: (of, picture, size) => askWorker<string>({ type: 'picture', of, id: picture, size }),
      options: () => void askWorker({ type: 'options' }),
      reload: () => void this.refresh(),
    };
  }

  private async attachFiles(what: 'photo' | 'evidence', kind: string, files: readonly File[], order: { order_id?: string }): Promise<void> {
    for (const file of files) {
      const base64 = await readFile(file);
      const answer = base64 === null
        ? bad(ownProblem('too-big', '40'))
        : await askWorker({ type: 'attach', refund_id: this.viewed, ...order, what, kind: kind as 'chat', name: file.name.slice(0, 200), media_type: file.type.slice(0, 100), base64 });
      this.keepProblem = answer.ok ? null : answer.problem;
      this.draw();
    }
    await this.refresh();
  }
}
