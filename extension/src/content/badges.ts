/** One badge per record, in its own row or card, for as long as that row shows that record. */
import type { Brief } from '@/domain/answers';
import type { PanelState } from '@/domain/panel-state';
import type { PageRecord } from '@/domain/record';
import { BadgeView, saidOf } from '@/ui/badge';
import badgeCss from '@/ui/badge.css?inline';
import { strongest } from '@/domain/strongest';
import type { Texts } from '@/ui/texts';
import { askWorker } from '@/content/link';
import { BADGE, isMade, makeHost, sheetOf } from '@/content/hosts';
import { type Placeable, Placement } from '@/content/placement';
import { placeFor } from '@/content/placing';

export type BadgeState = 'ready' | 'loading' | 'offline' | 'unpaired';

export interface Standing {
  readonly state: BadgeState;
  readonly brief: Brief | null;
}

interface Badge extends Placeable {
  record: PageRecord;
  drawn: string;
}

const isShown = (element: Element): boolean =>
  typeof element.checkVisibility !== 'function' || element.checkVisibility({ visibilityProperty: true });

/** The one place of each refund: the first that can be seen, else the first. */
function onePerRefund(records: readonly PageRecord[]): Map<string, PageRecord> {
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
const SOON_MS = 60;

async function reasonsOf(refundId: string): Promise<string[]> {
  const answer = await askWorker<PanelState>({ type: 'panel', refund_id: refundId });
  if (!answer.ok || !answer.value.assessment.ok) return [];
  return strongest(answer.value.assessment.value).slice(0, MOST_REASONS).map(({ text }) => text);
}

// Unknown is not quiet: it asks for a photo.
const LOUDNESS = ['none', 'low', 'medium', 'high', 'unknown'];

export class Badges {
  /** Below it a badge shows shape and word only; its card says the rest. */
  loudFrom = 'none';
  private readonly badges = new Map<string, Badge>();
  private readonly sheet = sheetOf(badgeCss);
  private readonly placement: Placement;
  private waiting = 0;

  constructor(
    private readonly texts: () => Texts,
    private readonly standing: (refundId: string) => Standing,
    private readonly open: (refundId: string) => void,
    signal: AbortSignal,
  ) {
    this.placement = new Placement(signal);
    let resizing = 0;
    const onResize = (): void => {
      clearTimeout(resizing);
      resizing = window.setTimeout(() => this.refit(), 150);
    };
    window.addEventListener('resize', onResize, { signal });
    signal.addEventListener('abort', () => {
      clearTimeout(resizing);
      clearTimeout(this.waiting);
      this.clear();
    });
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
      else {
        badge.record = record;
        badge.around = null;
      }
    }
    // All places are looked up before the first badge is put in: the page's styles are computed once.
    const fresh = [...chosen].filter(([id]) => !this.badges.has(id)).map(([id, record]) => [id, record, placeFor(record)] as const);
    for (const [id, record, place] of fresh) this.add(id, record, place);
    this.removeStrays();
    // A list whose verdicts are on their way is drawn once, with them, unless they take too long.
    if (fresh.length < LIST || fresh.every(([id]) => this.standing(id).state !== 'loading')) this.draw();
    else this.waiting ||= window.setTimeout(() => this.draw(), SOON_MS);
  }

  /** Draws what says something else than before: all is read first, then all is written. */
  draw(): void {
    clearTimeout(this.waiting);
    this.waiting = 0;
    const texts = this.texts();
    const minute = Math.floor(Date.now() / 60_000);
    const due = [...this.badges].flatMap(([id, badge]) => {
      const { state, brief } = this.standing(id);
      const drawn = JSON.stringify([state, brief, texts.language, minute]);
      if (drawn === badge.drawn) return [];
      badge.drawn = drawn;
      return [{ id, badge, props: { id, state, brief, texts } }];
    });
    for (const { id, badge, props } of due) {
      badge.said = saidOf(props);
      Object.assign(badge.host.dataset, { refundId: id, state: props.state, level: badge.said.level });
      badge.host.toggleAttribute('data-quiet', LOUDNESS.indexOf(badge.said.level) < LOUDNESS.indexOf(this.loudFrom));
      badge.view.draw(props, badge.said);
      this.placement.want(badge);
    }
  }

  /** The window has another width: rows are laid out anew. */
  refit(): void {
    for (const badge of this.badges.values()) {
      badge.around = null;
      this.placement.want(badge);
    }
  }

  clear(): void {
    for (const [id, badge] of this.badges) this.remove(id, badge);
  }

  private add(id: string, record: PageRecord, place: Element): void {
    const { host, root } = makeHost(BADGE, this.sheet);
    Object.assign(host.dataset, { refundId: id, state: 'loading', level: 'unknown' });
    const view = new BadgeView(root, { open: () => this.open(id), reasons: () => reasonsOf(id) });
    const badge: Badge = { host, view, record, drawn: '', said: null, around: null };
    this.badges.set(id, badge);
    place.append(host);
  }

  private remove(id: string, badge: Badge): void {
    this.badges.delete(id);
    this.placement.forget(badge);
    badge.host.remove();
    badge.view.remove();
  }

  /** A page that copies its rows copies our elements with them, empty. */
  private removeStrays(): void {
    const own = new Set<Element>(this.hosts());
    for (const element of document.querySelectorAll(BADGE)) {
      if (!own.has(element) && (isMade(element) || !element.shadowRoot)) element.remove();
    }
  }
}
