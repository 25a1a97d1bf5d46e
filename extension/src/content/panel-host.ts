/** Puts the panel of one refund into the page and keeps it fresh. */
import { h, render } from 'preact';
import type { Result } from '@/lib/result';
import type { SeenCase } from '@/domain/messages';
import { load } from '@/content/door';
import { PANEL, makeHost, sheetOf } from '@/content/hosts';
import { askWorker } from '@/content/link';
import panelCss from '@/ui/panel/panel.css?inline';
import { showSection } from '@/ui/panel/section';
import { CaseSession } from '@/ui/panel/session';
import { PanelWindow, type WindowProps } from '@/ui/panel/window';
import type { EnglishSections } from '@/ui/panel/english';
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

const CAPTURE_MS = 8000;

/** What the part `panel` provides; the rest of the page knows only this of it. */
export type PanelPart = (source: PanelSource) => PanelHost;
export const makePanel: PanelPart = (source) => new PanelHost(source);

export class PanelHost {
  readonly host: HTMLElement;
  private readonly root: ShadowRoot;
  /** The refund in view: this page's own, or one a reason led to. */
  private session: CaseSession;
  /** Undefined until asked for, null when there were none. */
  private english: EnglishSections | null | undefined;
  private keeping = false;
  private gone = false;
  private yields = false;
  private readonly captured = new Set<number>();

  constructor(private readonly source: PanelSource) {
    const made = makeHost(PANEL, sheetOf(themeCss + panelCss));
    this.host = made.host;
    this.root = made.root;
    this.host.dataset.refundId = source.refundId;
    this.session = this.sessionOf(source.refundId);
    this.attach();
    this.draw();
    void this.refresh();
  }

  get refundId(): string {
    return this.source.refundId;
  }

  private get isOwn(): boolean {
    return this.session.refundId === this.refundId;
  }

  private sessionOf(refundId: string): CaseSession {
    const session: CaseSession = new CaseSession({
      refundId,
      ask: askWorker,
      orderId: () => this.seen()?.facts.order_id ?? null,
      changed: () => {
        if (session !== this.session) return;
        this.draw();
        this.captureAgain();
      },
      own: { keep: () => void this.keep(), go: (section) => this.go(section), openCase: (id) => this.view(id), zoom: () => load('zoom'), views: () => load('views') },
    });
    return session;
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
    this.session.stop();
    this.host.remove();
    render(null, this.root);
  }

  refresh(): Promise<void> {
    return this.session.refresh();
  }

  /** A page archive the browser refused is taken again, once each, while its page is still here. */
  private captureAgain(): void {
    const refused = this.seen() && this.session.state?.items.find(({ kind, state, problem, seq }) => kind === 'page_archive' && state === 'failed' && problem?.type === 'archive-refused' && !this.captured.has(seq));
    if (!refused) return;
    this.captured.add(refused.seq);
    setTimeout(() => !this.gone && this.seen() && this.session.actions().retry(refused.seq), CAPTURE_MS);
  }

  draw(): void {
    if (this.gone || !this.isWorded()) return;
    const { source, session } = this;
    const props: WindowProps = {
      yielded: this.yields,
      refundId: session.refundId,
      asked: source.close !== undefined,
      state: session.state,
      keeping: this.keeping,
      keepProblem: session.problem,
      canKeep: this.seen() !== null,
      texts: panelTexts(source.language(), this.english ?? null),
      actions: session.actions(),
      ...(source.close ? { close: source.close } : {}),
      ...(this.isOwn ? {} : { back: () => this.view(this.refundId) }),
    };
    render(h(PanelWindow, props), this.root);
  }

  /** Words before pictures: nothing is drawn in the wrong language while the right one is on its way. */
  private isWorded(): boolean {
    if (this.source.language() !== 'en' || this.english !== undefined) return true;
    void load('english').then((words) => {
      this.english = words;
      this.draw();
    });
    return false;
  }

  private seen(): SeenCase | null {
    return this.isOwn ? this.source.seen() : null;
  }

  private view(refundId: string): void {
    this.session.stop();
    this.session = this.sessionOf(refundId);
    this.draw();
    void this.refresh();
  }

  private go(section: string): void {
    const part = this.root.querySelector<HTMLDetailsElement>(`.section.${section}`);
    if (part) showSection(part);
  }

  private async keep(): Promise<void> {
    const seen = this.seen();
    if (!seen || this.keeping) return;
    this.keeping = true;
    this.draw();
    const kept = await this.source.keep(seen);
    this.session.problem = kept.ok ? null : kept.problem;
    this.keeping = false;
    this.draw();
    await this.refresh();
  }
}
