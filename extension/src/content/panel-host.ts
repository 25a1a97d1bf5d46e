/** Puts the panel of one refund into the page and keeps it fresh. */
import { h, render } from 'preact';
import { bad, ownProblem, type Problem, type Result } from '@/lib/result';
import type { PanelState } from '@/domain/panel-state';
import type { SeenCase } from '@/domain/messages';
import { PANEL, makeHost, sheetOf } from '@/content/hosts';
import { askWorker } from '@/content/link';
import { readFile } from '@/content/reading-files';
import type { PanelActions } from '@/ui/panel/model';
import panelCss from '@/ui/panel/panel.css?inline';
import { PanelWindow, type WindowProps } from '@/ui/panel/window';
import type { Texts } from '@/ui/texts';
import themeCss from '@/ui/theme.css?inline';

export interface PanelSource {
  readonly refundId: string;
  readonly texts: () => Texts;
  /** What this page shows of the refund; null when it is another page's. */
  readonly seen: () => SeenCase | null;
  readonly keep: (seen: SeenCase) => Promise<Result<unknown>>;
  readonly close?: () => void;
}

const POLL_MS = 1500;

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

  constructor(private readonly source: PanelSource) {
    const made = makeHost(PANEL, sheetOf(themeCss + panelCss));
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
    const answer = await askWorker<PanelState>({ type: 'panel', refund_id: this.refundId });
    this.asking = false;
    if (this.gone) return;
    const items = this.state?.items ?? [];
    this.state = answer.ok ? answer.value : { assessment: answer, evidence: this.state?.evidence ?? [], notes: this.state?.notes ?? [], items };
    this.draw();
    if (this.askAgain) {
      this.askAgain = false;
      await this.refresh();
      return;
    }
    this.poll();
  }

  /** News come by the event stream; while something is under way a slow look makes sure. */
  private poll(): void {
    clearTimeout(this.timer);
    const { assessment, items } = this.state ?? { assessment: null, items: [] };
    const isOpen = !assessment?.ok || assessment.value.pending || items.some(({ state }) => state !== 'done' && state !== 'failed');
    this.timer = window.setTimeout(() => void this.refresh(), isOpen ? POLL_MS : 30_000);
  }

  draw(): void {
    const { source } = this;
    const props: WindowProps = {
      yielded: this.yields,
      refundId: this.refundId,
      state: this.state,
      keeping: this.keeping,
      keepProblem: this.keepProblem,
      canKeep: source.seen() !== null,
      texts: source.texts(),
      actions: this.actions(),
      ...(source.close ? { close: source.close } : {}),
    };
    render(h(PanelWindow, props), this.root);
  }

  private async keep(): Promise<void> {
    const seen = this.source.seen();
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
    const id = this.refundId;
    const ask = <Value>(request: Parameters<typeof askWorker>[0]): Promise<Result<Value>> => this.then(askWorker<Value>(request));
    const order = (): { order_id?: string } => {
      const orderId = this.source.seen()?.facts.order_id;
      return orderId ? { order_id: orderId } : {};
    };
    return {
      keep: () => void this.keep(),
      retry: (seq) => void ask({ type: 'retry', refund_id: id, ...(seq === undefined ? {} : { item: seq }) }),
      tick: (criterion, done) => void ask({ type: 'tick', refund_id: id, criterion, done }),
      attach: (what, kind, files) => void this.attachFiles(what, kind, files, order()),
      record: (on, field, value) => void ask({ type: 'record', refund_id: id, ...order(), on, field: field as 'waybill', value }),
      go: (section) => this.root.querySelector(`.section.${section}`)?.scrollIntoView({ block: 'start' }),
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
        : await askWorker({ type: 'attach', refund_id: this.refundId, ...order, what, kind: kind as 'chat', name: file.name.slice(0, 200), media_type: file.type.slice(0, 100), base64 });
      this.keepProblem = answer.ok ? null : answer.problem;
      this.draw();
    }
    await this.refresh();
  }
}
