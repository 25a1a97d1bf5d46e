/** The filter bar of a list page: counts the rows in view, dims what is not wanted, leads from one to the next. */
import { h, render } from 'preact';
import { local } from '@/lib/browser';
import type { Feature, FeaturePart, PageView } from '@/content/features';
import { FILTER, makeHost, sheetOf } from '@/content/hosts';
import { isDialogOpen } from '@/content/yielding';
import { Bar } from '@/ui/filter/bar';
import filterCss from '@/ui/filter/filter.css?inline';
import { LEAST_ROWS } from '@/ui/filter/least';
import { isFiltering, isShown, type ListChoice, type Listed, wholeList } from '@/ui/filter/listed';
import { type BarPlace, quietPlace, storedPlace, within } from '@/ui/filter/place';
import { filterTexts } from '@/ui/filter/texts';
import { ring, type Veiled, Veils } from '@/ui/filter/veils';
import themeCss from '@/ui/theme.css?inline';

const KEY = 'filter-place';
const MINUTE_MS = 60_000;

class Filter implements Feature {
  private readonly made = makeHost(FILTER, sheetOf(themeCss + filterCss));
  private readonly veils = new Veils();
  private choice: ListChoice = wholeList;
  private place: BarPlace | null = null;
  private drawn = '';

  constructor(private readonly view: PageView) {
    const { signal } = view;
    void local.get(KEY).then((stored) => {
      if (signal.aborted) return;
      this.place = storedPlace(stored) ?? quietPlace();
      this.update();
    });
    addEventListener('resize', () => this.put(this.place && within(this.place), false), { signal });
    const timer = setInterval(() => this.update(), MINUTE_MS);
    signal.addEventListener('abort', () => {
      clearInterval(timer);
      this.veils.stop();
      this.made.host.remove();
      render(null, this.made.root);
    });
  }

  private rows(): Listed[] {
    return this.view.badged().map(({ record }) => {
      const { refund_id: id } = record.facts;
      const { brief } = this.view.standing(id);
      return { refund_id: id, level: brief?.level ?? 'unknown', deadline: brief?.deadline ?? record.facts.deadline ?? null, why: brief?.reason ?? '' };
    });
  }

  update(): void {
    const rows = this.rows();
    const isWanted = rows.length >= LEAST_ROWS && this.view.reading()?.detail == null && !isDialogOpen();
    if (!isWanted || !this.place) {
      if (this.made.host.isConnected) this.made.host.remove();
      this.veils.clear();
      this.drawn = '';
      return;
    }
    if (!this.made.host.isConnected) document.documentElement.append(this.made.host);
    const now = Date.now();
    if (isFiltering(this.choice)) this.veil(rows, now);
    const drawn = JSON.stringify([rows, this.choice, this.place, this.view.language(), Math.floor(now / MINUTE_MS)]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.draw(rows, this.place, now);
  }

  private draw(rows: readonly Listed[], place: BarPlace, now: number): void {
    render(h(Bar, {
      rows, place, now,
      texts: filterTexts(this.view.language()),
      choice: this.choice,
      choose: (more) => this.choose(more),
      put: (next, isEnd) => this.put(next, isEnd),
      goTo: (refundId) => this.goTo(refundId),
      open: this.view.open,
    }), this.made.root);
  }

  private put(place: BarPlace | null, isEnd: boolean): void {
    if (!place) return;
    this.place = place;
    if (isEnd) void local.set(KEY, place);
    this.update();
  }

  private choose(more: Partial<ListChoice>): void {
    this.choice = { ...this.choice, ...more };
    if (!isFiltering(this.choice)) this.veils.clear();
    this.update();
  }

  private veil(rows: readonly Listed[], now: number): void {
    const dimmed = new Set(rows.filter((row) => !isShown(row, this.choice, now)).map(({ refund_id: id }) => id));
    this.veils.set(this.hosts().filter(({ id }) => dimmed.has(id)));
  }

  private hosts(): (Veiled & { readonly id: string })[] {
    return this.view.badged().map(({ record, host }) => ({ id: record.facts.refund_id, host, container: record.container }));
  }

  private goTo(refundId: string): void {
    const row = this.hosts().find(({ id }) => id === refundId);
    if (!row) return;
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    row.container.scrollIntoView({ block: 'center', behavior: isCalm ? 'auto' : 'smooth' });
    ring(row);
  }
}

export const makeFilter: FeaturePart = (view) => new Filter(view);
