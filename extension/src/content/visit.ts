/** One visit of one document: reads it, badges its records, shows the panel of its refund. */
import type { Greeting } from '@/domain/panel-state';
import type { PagePicture, Push, SeenCase } from '@/domain/messages';
import type { PageRecord } from '@/domain/record';
import { Badges } from '@/content/badges';
import { BADGE, PANEL } from '@/content/hosts';
import { askWorker, hear, keepLine } from '@/content/link';
import { PanelHost } from '@/content/panel-host';
import { ReceivedIndex } from '@/content/received';
import { Standings } from '@/content/standings';
import { watchYielding } from '@/content/yielding';
import { watch, type Watching } from '@/content/watching';
import type { Description } from '@/platforms/description';
import { type PageReading, readPage } from '@/platforms/engine';
import { type Texts, textsOf } from '@/ui/texts';

const REPORT_MS = 1200;
const HIDDEN_MS = 15_000;

export class Visit {
  private texts: Texts;
  private readonly badges: Badges;
  private readonly standings: Standings;
  private readonly received: ReceivedIndex;
  private readonly watching: Watching;
  private readonly yielding: ReturnType<typeof watchYielding>;
  private reading: PageReading | null = null;
  private panel: PanelHost | null = null;
  private panelLine: AbortController | null = null;
  private reported = '';
  private reportTimer = 0;
  private isPanelAsked = false;
  private showTimer = 0;

  constructor(private readonly platform: Description, greeting: Greeting, private readonly signal: AbortSignal) {
    this.texts = textsOf(greeting.language);
    this.standings = new Standings(() => this.badges.draw(), signal);
    this.badges = new Badges(() => this.texts, (id) => this.standings.of(id), (id) => this.open(id), signal);
    this.watching = watch(() => this.badges.checkNow(), () => this.scan(), signal);
    this.received = new ReceivedIndex(platform, (ids) => {
      this.standings.expect(ids);
      this.watching.request();
    }, signal);
    this.yielding = watchYielding(() => this.panel?.box() ?? null, (yields) => this.panel?.giveWay(yields), signal);
    hear((message) => this.heard(message), signal);
    keepLine('page', (message) => this.heard(message), signal);
    signal.addEventListener('abort', () => {
      clearTimeout(this.reportTimer);
      this.closePanel();
    });
    for (const left of document.querySelectorAll(`${BADGE},${PANEL}`)) left.remove();
    this.scan();
  }

  /** The language, or the pairing, is another than before. */
  greeted(greeting: Greeting): void {
    this.texts = textsOf(greeting.language);
    this.reported = '';
    this.standings.refresh(null);
    this.badges.draw();
    this.panel?.draw();
    void this.panel?.refresh();
    this.watching.request();
  }

  private scan(): void {
    if (this.signal.aborted) return;
    const reading = readPage(document, new URL(location.href), this.platform, this.received.byId);
    this.reading = reading;
    this.watching.follow(reading.shadowRoots);
    this.badges.update(reading.records);
    this.standings.show(this.badges.ids());
    this.panelFor(reading.detail);
    this.panel?.attach();
    this.yielding.check();
    clearTimeout(this.reportTimer);
    this.reportTimer = window.setTimeout(() => this.report(), this.reported ? REPORT_MS : 150);
  }

  private panelFor(detail: PageRecord | null): void {
    const id = detail?.facts.refund_id ?? null;
    if (id !== null) this.isPanelAsked = false;
    if (this.isPanelAsked && this.panel) return;
    if (id === (this.panel?.refundId ?? null)) return;
    this.closePanel();
    if (id !== null) this.showPanel(id, false);
  }

  /** A badge was clicked: its refund's panel, until it is closed or the page moves on to a refund. */
  private open(refundId: string): void {
    if (this.standings.of(refundId).state === 'unpaired') void askWorker({ type: 'options' });
    if (this.panel?.refundId === refundId) return;
    this.closePanel();
    this.isPanelAsked = true;
    this.showPanel(refundId, true);
  }

  private showPanel(refundId: string, closable: boolean): void {
    this.panel = new PanelHost({
      refundId,
      texts: () => this.texts,
      seen: () => this.seen(refundId),
      keep: (seen) => this.keep(seen),
      ...(closable ? { close: () => this.closePanel() } : {}),
    });
    this.panelLine = new AbortController();
    keepLine('panel', () => undefined, this.panelLine.signal);
  }

  private closePanel(): void {
    this.panelLine?.abort();
    this.panelLine = null;
    this.panel?.remove();
    this.panel = null;
    this.isPanelAsked = false;
  }

  private pictures(refundId: string): PagePicture[] {
    const received = this.received.byId.get(refundId)?.pictures ?? null;
    if (received) return received.map((url) => ({ url }));
    return (this.reading?.pictures ?? []).filter(({ url }) => url.length < 4000).map(({ url, shown }) => (/^https?:/.test(shown) ? { url, shown } : { url }));
  }

  private seen(refundId: string): SeenCase | null {
    const detail = this.reading?.detail;
    if (detail?.facts.refund_id !== refundId) return null;
    return { facts: detail.facts, pictures: this.pictures(refundId) };
  }

  private async keep(seen: SeenCase): ReturnType<typeof askWorker> {
    const responses = this.received.responsesOf(seen.facts.refund_id).slice(-5).map(({ url, body, at }) => ({ url, body, at }));
    return askWorker({ type: 'keep', case: seen, page: { url: location.href, title: document.title.slice(0, 300) }, responses });
  }

  /** Tells the worker what the page shows, once it has stopped changing; the same is told once. */
  private report(): void {
    const { reading } = this;
    if (!reading || this.signal.aborted || !reading.records.length) return;
    const detail = reading.detail && this.seen(reading.detail.facts.refund_id);
    const cases = reading.records.map(({ facts }) => facts).slice(0, 200);
    const told = JSON.stringify([cases, detail]);
    if (told === this.reported) return;
    this.reported = told;
    void (detail ? askWorker({ type: 'open', case: detail }) : askWorker({ type: 'saw', cases })).then((answer) => {
      if (!answer.ok) this.reported = '';
      else if (detail) void this.panel?.refresh();
    });
  }

  private heard(message: Push): void {
    if (message.type === 'hide') this.hide();
    else if (message.type === 'show') this.show();
    else {
      const id = message.refund_id;
      if (message.type === 'changed' || message.settled) this.standings.refresh(id);
      if (id === null || id === this.panel?.refundId) void this.panel?.refresh();
    }
  }

  private readonly hidden: { host: Element; parent: Node; before: Node | null }[] = [];

  /** Takes our elements out of the page for as long as it is archived. */
  private hide(): void {
    this.watching.pause();
    // A worker that stopped in the middle must not leave the page without us.
    this.showTimer = window.setTimeout(() => this.show(), HIDDEN_MS);
    for (const host of [...this.badges.hosts(), ...(this.panel ? [this.panel.host] : [])]) {
      if (!host.parentNode) continue;
      this.hidden.push({ host, parent: host.parentNode, before: host.nextSibling });
      host.remove();
    }
  }

  private show(): void {
    clearTimeout(this.showTimer);
    for (const { host, parent, before } of this.hidden.splice(0).reverse()) {
      if (parent.isConnected) parent.insertBefore(host, before?.parentNode === parent ? before : null);
    }
    this.badges.checkNow();
    this.watching.resume();
  }
}
