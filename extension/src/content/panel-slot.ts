/** The one place for a panel in this document: which refund it is for, loaded and shown when there is one. */
import { load } from '@/content/door';
import { keepLine } from '@/content/link';
import type { PanelHost, PanelSource } from '@/content/panel-host';

const AGAIN_MS = 2000;

export class PanelSlot {
  private wanted: { readonly refundId: string } | null = null;
  /** A person asked for it by a click; else the page itself is about that refund. */
  private isAsked = false;
  private panel: PanelHost | null = null;
  private ending: AbortController | null = null;
  private timer = 0;

  constructor(private readonly sourceOf: (refundId: string) => Omit<PanelSource, 'close'>, signal: AbortSignal) {
    signal.addEventListener('abort', () => this.close());
  }

  get refundId(): string | null {
    return this.wanted?.refundId ?? null;
  }

  get shown(): PanelHost | null {
    return this.panel;
  }

  /** The refund this page is about now; a panel that was asked for stays until the page names one. */
  follow(refundId: string | null): void {
    const stays = refundId === this.refundId || (refundId === null && this.isAsked);
    if (!stays) this.open(refundId, false);
    else if (refundId !== null) this.isAsked = false;
    this.panel?.attach();
  }

  ask(refundId: string): void {
    if (this.refundId !== refundId) this.open(refundId, true);
  }

  close(): void {
    this.open(null, false);
  }

  private open(refundId: string | null, isAsked: boolean): void {
    clearTimeout(this.timer);
    this.ending?.abort();
    this.panel?.remove();
    this.panel = this.ending = null;
    this.isAsked = isAsked;
    this.wanted = refundId === null ? null : { refundId };
    if (this.wanted) void this.show(this.wanted);
  }

  private async show(wanted: { readonly refundId: string }): Promise<void> {
    const make = await load('panel');
    if (this.wanted !== wanted) return;
    if (!make) {
      this.timer = window.setTimeout(() => void this.show(wanted), AGAIN_MS);
      return;
    }
    this.panel = make({ ...this.sourceOf(wanted.refundId), ...(this.isAsked ? { close: () => this.close() } : {}) });
    this.ending = new AbortController();
    keepLine('panel', () => undefined, this.ending.signal);
  }
}
