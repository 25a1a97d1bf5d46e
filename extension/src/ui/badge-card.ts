/** What a badge explains when it is looked at: made at the first look, drawn while it is open. */
import type { BadgeActions, BadgeProps, Said } from '@/ui/badge';
import { element } from '@/ui/element';

const PAUSE_MS = 250;
const GAP = 4;
const MARGIN = 8;

export class BadgeCard {
  readonly element = element('div', { class: 'card', role: 'group', popover: 'manual' });
  private readonly about = element('div');
  private readonly opening = element('button', { type: 'button' });
  private readonly copying = element('button', { type: 'button' });
  private timer = 0;
  private reasons: readonly string[] = [];
  /** The verdict whose reasons are known; another one is asked about anew. */
  private explained = '';
  private props: BadgeProps | null = null;
  private said: Said | null = null;

  constructor(private readonly badge: HTMLElement, private readonly actions: BadgeActions) {
    const { element: card, opening, copying } = this;
    card.append(this.about, element('div', { class: 'actions' }, [opening, copying]));
    opening.addEventListener('click', (event) => {
      if (event.isTrusted) actions.open();
    });
    copying.addEventListener('click', () => this.copy());
    for (const type of ['mouseenter', 'focusin']) card.addEventListener(type, () => this.show());
    for (const type of ['mouseleave', 'focusout']) card.addEventListener(type, () => this.hide());
  }

  draw(props: BadgeProps, said: Said): void {
    this.props = props;
    this.said = said;
    if (this.element.matches(':popover-open')) this.fill();
  }

  show(): void {
    this.after(() => {
      if (!this.element.isConnected) return;
      this.fill();
      if (!this.element.matches(':popover-open')) this.element.showPopover();
      this.place();
      void this.explain();
    });
  }

  hide(): void {
    this.after(() => {
      if (this.element.isConnected && this.element.matches(':popover-open')) this.element.hidePopover();
    });
  }

  remove(): void {
    clearTimeout(this.timer);
  }

  private after(run: () => void): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(run, PAUSE_MS);
  }

  private async explain(): Promise<void> {
    const { props } = this;
    const verdict = JSON.stringify([props?.brief?.level, props?.brief?.reason]);
    if (props?.state !== 'ready' || verdict === this.explained) return;
    this.explained = verdict;
    this.reasons = await this.actions.reasons();
    if (!this.element.isConnected || !this.element.matches(':popover-open')) return;
    this.fill();
    this.place();
  }

  private fill(): void {
    const { props, said } = this;
    if (!props || !said) return;
    const { brief, state, texts: { t } } = props;
    const quiet = (text: string): HTMLElement => element('p', { class: 'quiet' }, [text]);
    this.element.setAttribute('aria-label', said.word);
    this.about.replaceChildren(
      element('strong', {}, [said.reason ? `${said.word} · ${said.reason}` : said.word]),
      element('p', {}, [state === 'ready' ? t(`level.${said.level}.text`) : t(`badge.about_${state}`)]),
      ...(this.reasons.length ? [element('ul', {}, this.reasons.map((text) => element('li', {}, [text])))] : []),
      ...(brief?.evidence ? [quiet(t('badge.evidence_of', { done: brief.evidence.done, total: brief.evidence.total }))] : []),
      ...(said.left ? [quiet(t('badge.left', { time: said.left }))] : []),
    );
    // The buttons stay as they are: one of them may have the focus.
    this.opening.textContent = t('badge.open');
    this.copying.textContent = t('badge.copy_id');
  }

  private copy(): void {
    const { props } = this;
    if (!props) return;
    navigator.clipboard.writeText(props.id).then(() => {
      this.copying.textContent = props.texts.t('badge.copied');
    }, () => undefined);
  }

  /** Below the badge, or above it where the window ends. */
  private place(): void {
    const at = this.badge.getBoundingClientRect();
    const size = this.element.getBoundingClientRect();
    const isBelow = at.bottom + GAP + size.height < innerHeight;
    this.element.style.left = `${Math.max(MARGIN, Math.min(at.left, innerWidth - size.width - MARGIN))}px`;
    this.element.style.top = `${isBelow ? at.bottom + GAP : Math.max(MARGIN, at.top - size.height - GAP)}px`;
  }
}
