/** One badge per record, in its own row or card, for as long as that row shows that record. */
import { render } from 'preact';
import type { Brief } from '@/domain/answers';
import type { PanelState } from '@/domain/panel-state';
import type { PageRecord } from '@/domain/record';
import { badgeView } from '@/ui/badge';
import badgeCss from '@/ui/badge.css?inline';
import { strongest } from '@/ui/panel/showing';
import type { Texts } from '@/ui/texts';
import { askWorker } from '@/content/link';
import { BADGE, isMade, makeHost, sheetOf } from '@/content/hosts';
import { fit } from '@/content/fitting';
import { placeFor } from '@/content/placing';

export type BadgeState = 'ready' | 'loading' | 'offline' | 'unpaired';

export interface Standing {
  readonly state: BadgeState;
  readonly brief: Brief | null;
}

interface Badge {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  record: PageRecord;
  drawn: string;
}

const isShown = (element: Element): boolean =>
  typeof element.checkVisibility !== 'function' || element.checkVisibility({ visibilityProperty: true });

/** The one place of each refund: the first that can be seen, else the first. */
export function onePerRefund(records: readonly PageRecord[]): Map<string, PageRecord> {
  const chosen = new Map<string, PageRecord>();
  for (const record of records) {
    const id = record.facts.refund_id;
    const before = chosen.get(id);
    if (!before || (!isShown(before.anchor) && isShown(record.anchor))) chosen.set(id, record);
  }
  return chosen;
}

const isSame = ({ record, host }: Badge): boolean =>
  host.isConnected && record.container.contains(host) && record.seen.every(({ node, data }) => node.isConnected && node.data === data && record.container.contains(node));

const MOST_REASONS = 3;
const LIST = 10;

async function reasonsOf(refundId: string): Promise<string[]> {
  const answer = await askWorker<PanelState>({ type: 'panel', refund_id: refundId });
  if (!answer.ok || !answer.value.assessment.ok) return [];
  return strongest(answer.value.assessment.value).slice(0, MOST_REASONS).map(({ text }) => text);
}

export class Badges {
  private readonly badges = new Map<string, Badge>();
  private readonly sheet = sheetOf(badgeCss);

  constructor(
    private readonly texts: () => Texts,
    private readonly standing: (refundId: string) => Standing,
    private readonly open: (refundId: string) => void,
    signal: AbortSignal,
  ) {
    let waiting = 0;
    const onResize = (): void => {
      clearTimeout(waiting);
      waiting = window.setTimeout(() => this.refit(), 150);
    };
    window.addEventListener('resize', onResize, { signal });
    signal.addEventListener('abort', () => this.clear());
  }

  ids(): string[] {
    return [...this.badges.keys()];
  }

  shown(): { record: PageRecord; host: HTMLElement }[] {
    return [...this.badges.values()].map(({ record, host }) => ({ record, host }));
  }

  hosts(): HTMLElement[] {
    return [...this.badges.values()].map(({ host }) => host);
  }

  /** Takes away, before anything is painted, each badge whose row no longer shows its record. */
  checkNow(): void {
    for (const [id, badge] of this.badges) {
      if (!isSame(badge)) this.remove(id, badge);
    }
  }

  update(records: readonly PageRecord[]): void {
    const chosen = onePerRefund(records);
    for (const [id, badge] of this.badges) {
      const record = chosen.get(id);
      if (!record || record.container !== badge.record.container || !record.container.contains(badge.host)) this.remove(id, badge);
      else badge.record = record;
    }
    // All places are looked up before the first badge is put in: the page's styles are computed once.
    const fresh = [...chosen].filter(([id]) => !this.badges.has(id)).map(([id, record]) => [id, record, placeFor(record)] as const);
    for (const [id, record, place] of fresh) this.add(id, record, place);
    this.removeStrays();
    // A list whose verdicts are on their way is drawn in a task of its own, after they were heard.
    if (fresh.length < LIST || fresh.every(([id]) => this.standing(id).state !== 'loading')) this.draw();
    else setTimeout(() => this.draw());
  }

  draw(): void {
    const fresh: Badge[] = [];
    for (const [id, badge] of this.badges) {
      const { state, brief } = this.standing(id);
      const texts = this.texts();
      const drawn = JSON.stringify([state, brief, texts.language, Math.floor(Date.now() / 60_000)]);
      if (drawn === badge.drawn) continue;
      badge.drawn = drawn;
      badge.host.dataset.refundId = id;
      badge.host.dataset.state = state;
      badge.host.dataset.level = brief?.level ?? 'unknown';
      render(badgeView({ id, state, brief, texts, open: () => this.open(id), reasons: () => reasonsOf(id) }), badge.root);
      fresh.push(badge);
    }
    this.fit(fresh);
  }

  private fit(badges: readonly Badge[]): void {
    fit(badges.flatMap(({ host, root, record }) => {
      const pill = root.querySelector<HTMLElement>('.badge');
      return pill ? [{ host, pill, container: record.container, id: record.seen.map(({ node }) => node) }] : [];
    }));
  }

  /** The window has another width: rows are laid out anew. */
  refit(): void {
    this.fit([...this.badges.values()]);
  }

  clear(): void {
    for (const [id, badge] of this.badges) this.remove(id, badge);
  }

  private add(id: string, record: PageRecord, place: Element): void {
    const { host, root } = makeHost(BADGE, this.sheet);
    Object.assign(host.dataset, { refundId: id, state: 'loading', level: 'unknown' });
    const badge: Badge = { host, root, record, drawn: '' };
    this.badges.set(id, badge);
    place.append(host);
  }

  private remove(id: string, badge: Badge): void {
    this.badges.delete(id);
    badge.host.remove();
    render(null, badge.root);
  }

  /** A page that copies its rows copies our elements with them, empty. */
  private removeStrays(): void {
    const own = new Set<Element>(this.hosts());
    for (const element of document.querySelectorAll(BADGE)) {
      if (!own.has(element) && (isMade(element) || !element.shadowRoot)) element.remove();
    }
  }
}
