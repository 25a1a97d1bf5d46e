/** What a page may load besides its badges: each feature is a part of its own, begun once it is wanted. */
import type { FeatureName } from '@/domain/parts';
import type { PageRecord } from '@/domain/record';
import type { BadgeState } from '@/content/badges';
import { load } from '@/content/door';
import type { Brief } from '@/domain/answers';
import { LEAST_ROWS } from '@/ui/filter/least';
import type { Description } from '@/platforms/description';
import type { PageReading } from '@/platforms/engine';
import type { Language } from '@/ui/texts';

/** The page as a feature sees it; everything is read when it is needed, nothing is a copy to keep. */
export interface PageView {
  readonly platform: Description;
  readonly language: () => Language;
  readonly reading: () => PageReading | null;
  /** The records that have a badge now, in the order of the page. */
  readonly badged: () => readonly { readonly record: PageRecord; readonly host: HTMLElement }[];
  readonly standing: (refundId: string) => { readonly state: BadgeState; readonly brief: Brief | null };
  readonly open: (refundId: string) => void;
  /** Ends with the visit: every listener, observer, timer and element of a feature hangs on it. */
  readonly signal: AbortSignal;
}

/** Called after each reading of the page and each news of a verdict; must be cheap when nothing changed. */
export interface Feature {
  readonly update: () => void;
}

/** What a feature's part provides. */
export type FeaturePart = (view: PageView) => Feature;

/** When a page wants a feature by itself, asked after each reading; others begin when a person asks. */
const WANTED: Readonly<Partial<Record<FeatureName, (reading: PageReading) => boolean>>> = {
  filling: ({ shadowRoots }) => [document, ...shadowRoots].some((root) => root.querySelector('textarea,input[type=file],[contenteditable=true]') !== null),
  filter: ({ records, detail }) => detail === null && records.length >= LEAST_ROWS,
};

export class Features {
  private readonly running = new Map<FeatureName, Feature | null>();

  constructor(private readonly view: PageView) {}

  update(reading: PageReading): void {
    for (const name of Object.keys(WANTED) as FeatureName[]) {
      if (!this.running.has(name) && WANTED[name]?.(reading)) void this.begin(name);
    }
    this.draw();
  }

  draw(): void {
    for (const feature of this.running.values()) feature?.update();
  }

  /** Begins a feature once; one that could not be loaded is tried again when it is next wanted. */
  async begin(name: FeatureName): Promise<void> {
    if (this.running.has(name)) return;
    this.running.set(name, null);
    const make = await load(name);
    if (this.view.signal.aborted) return;
    if (make) this.running.set(name, make(this.view));
    else this.running.delete(name);
  }
}
