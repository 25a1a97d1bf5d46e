/** One visit of one document: reads it, badges its records, shows the panel of its refund. */
import type { Greeting } from '@/domain/panel-state';
import { leave } from '@/domain/absence';
import type { PagePicture, Push, SeenCase } from '@/domain/messages';
import { Badges } from '@/content/badges';
import { NAMES } from '@/content/hosts';
import { askWorker, hear, keepLine } from '@/content/link';
import { load } from '@/content/door';
import { Features, type PageView } from '@/content/features';
import type { PanelSource } from '@/content/panel-host';
import { PanelSlot } from '@/content/panel-slot';
import { ReceivedIndex } from '@/content/received';
import { Standings } from '@/content/standings';
import { watchYielding } from '@/content/yielding';
import { watch, type Watching } from '@/content/watching';
import type { Description } from '@/platforms/description';
import { idInAddress, type PageReading, readPage } from '@/platforms/engine';
import { type Texts, textsOf } from '@/ui/texts';

const REPORT_MS = 1200;

export class Visit {
  private texts: Texts;
  private readonly badges: Badges;
  private readonly standings: Standings;
  private readonly received: ReceivedIndex;
  private readonly watching: Watching;
  private readonly yielding: ReturnType<typeof watchYielding>;
  private reading: PageReading | null = null;
  private readonly panel: PanelSlot;
  private readonly features: Features;
  private reported = '';
  private reportTimer = 0;

  constructor(private readonly platform: Description, greeting: Greeting, private readonly signal: AbortSignal) {
    this.texts = textsOf(greeting.language);
    this.standings = new Standings(() => this.drawBadges(), signal);
    this.badges = new Badges(() => this.texts, (id) => this.standings.of(id), (id) => this.open(id), signal);
    this.badges.loudFrom = greeting.loud;
    this.panel = new PanelSlot((id) => this.panelSource(id), signal);
    this.features = new Features(this.view());
    this.watching = watch(() => this.badges.checkNow(), () => this.scan(), signal);
    this.received = new ReceivedIndex(platform, (ids) => {
      this.standings.expect(ids);
      this.watching.request();
    }, signal);
    this.yielding = watchYielding(() => this.panel.shown?.box() ?? null, (yields) => this.panel.shown?.giveWay(yields), signal);
    hear((message) => this.heard(message), signal);
    keepLine('page', (message) => this.heard(message), signal);
    signal.addEventListener('abort', () => {
      clearTimeout(this.reportTimer);
    });
    for (const left of document.querySelectorAll(NAMES.join())) left.remove();
    // An address that names a refund will show its panel in a moment.
    if (idInAddress(new URL(location.href), platform) !== null) void load('panel');
    this.scan();
  }

  /** The language, or the pairing, is another than before. */
  greeted(greeting: Greeting): void {
    this.badges.loudFrom = greeting.loud;
    this.texts = textsOf(greeting.language);
    this.reported = '';
    this.standings.refresh(null);
    this.drawBadges();
    this.panel.shown?.draw();
    void this.panel.shown?.refresh();
    this.watching.request();
  }

  private scan(): void {
    if (this.signal.aborted) return;
    const reading = readPage(document, new URL(location.href), this.platform, this.received.byId);
    this.reading = reading;
    this.watching.follow(reading.shadowRoots);
    this.badges.update(reading.records);
    this.standings.show(this.badges.ids());
    this.panel.follow(reading.detail?.facts.refund_id ?? null);
    this.features.update(reading);
    if (this.panel.shown) this.yielding.check();
    clearTimeout(this.reportTimer);
    this.reportTimer = window.setTimeout(() => this.report(), this.reported ? REPORT_MS : 150);
  }

  private drawBadges(): void {
    this.badges.draw();
    this.features.draw();
  }

  private view(): PageView {
    return {
      platform: this.platform,
      language: () => this.texts.language,
      reading: () => this.reading,
      badged: () => this.badges.shown(),
      standing: (id) => this.standings.of(id),
      open: (id) => this.open(id),
      signal: this.signal,
    };
  }

  /** A badge was clicked: its refund's panel, until it is closed or the page moves on to a refund. */
  private open(refundId: string): void {
    if (this.standings.of(refundId).state === 'unpaired') void askWorker({ type: 'options' });
    this.panel.ask(refundId);
  }

  private panelSource(refundId: string): Omit<PanelSource, 'close'> {
    return {
      refundId,
      language: () => this.texts.language,
      seen: () => this.seen(refundId),
      keep: (seen) => this.keep(seen),
    };
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
    const message = { type: 'keep', click: crypto.randomUUID(), case: seen, page: { url: location.href, title: document.title.slice(0, 300) }, responses } as const;
    const answer = await askWorker(message);
    // Stopped before it could answer: one more question starts it again, and the same click keeps everything once.
    return !answer.ok && answer.problem.type === 'no-worker' ? askWorker(message) : answer;
  }

  /** Asked for by a keyboard command or the context menu. */
  private async keepNow(): Promise<void> {
    const seen = this.seen(this.reading?.detail?.facts.refund_id ?? '');
    if (!seen) return;
    await this.keep(seen);
    await this.panel.shown?.refresh();
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
      else if (detail) void this.panel.shown?.refresh();
    });
  }

  private heard(message: Push): void {
    if (message.type === 'hide') this.hide();
    else if (message.type === 'show') leave()?.end();
    else if (message.type === 'keep') void this.keepNow();
    else if (message.type === 'begin') void this.features.begin(message.part);
    else {
      const id = message.refund_id;
      if (message.type === 'changed' || message.settled) this.standings.refresh(id);
      if (id === null || id === this.panel.refundId) void this.panel.shown?.refresh();
    }
  }

  /** Our elements leave the page for as long as it is archived. */
  private hide(): void {
    this.watching.pause();
    leave()?.begin(() => {
      if (this.signal.aborted) return;
      this.badges.checkNow();
      this.watching.resume();
    });
  }
}
