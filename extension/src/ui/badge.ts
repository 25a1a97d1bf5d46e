/** The badge: shape, word, main reason, evidence, time left; a card explains on hover or focus. */
import type { Brief, Level } from '@/domain/answers';
import { BadgeCard } from '@/ui/badge-card';
import { textWidth } from '@/ui/badge-width';
import { drawing, element } from '@/ui/element';
import { SHAPE_FORMS } from '@/ui/shape-forms';
import { type Texts, timeLeft } from '@/ui/texts';

export interface BadgeProps {
  readonly id: string;
  readonly state: 'ready' | 'loading' | 'offline' | 'unpaired';
  readonly brief: Brief | null;
  readonly texts: Texts;
}

export interface BadgeActions {
  readonly open: () => void;
  /** The strongest reasons, asked for when the card is first looked at. */
  readonly reasons: () => Promise<readonly string[]>;
}

/** What badge and card say of one refund, in words. */
export interface Said {
  readonly level: Level;
  readonly word: string;
  readonly reason: string;
  readonly more: readonly { readonly text: string; readonly soon: boolean }[];
  readonly left: string;
  readonly label: string;
}

function words({ state, brief, texts }: BadgeProps): { word: string; reason: string } {
  const { t } = texts;
  if (state === 'unpaired') return { word: t('badge.unpaired'), reason: '' };
  if (state === 'loading' || (brief?.pending && brief.level === 'unknown')) return { word: t('badge.loading'), reason: '' };
  const word = t(`level.${brief?.level ?? 'unknown'}.name`);
  if (state === 'offline') return { word: brief ? word : t('badge.offline'), reason: brief ? t('badge.offline') : '' };
  return { word, reason: brief?.reason ?? '' };
}

export function saidOf(props: BadgeProps): Said {
  const { brief, texts } = props;
  const { t } = texts;
  const { word, reason } = words(props);
  const left = timeLeft(brief?.deadline, texts, Date.now());
  const evidence = brief?.evidence;
  const parts = [word, reason, evidence ? t('badge.evidence_of', { done: evidence.done, total: evidence.total }) : '', left ? t('badge.left', { time: left.text }) : ''];
  return {
    level: brief?.level ?? 'unknown',
    word,
    reason,
    more: [...(evidence && evidence.total > 0 ? [{ text: `${evidence.done}/${evidence.total}`, soon: false }] : []), ...(left ? [left] : [])],
    left: left?.text ?? '',
    label: `ReturnProof: ${parts.filter(Boolean).join(texts.language === 'en' ? ', ' : '，')}`,
  };
}

/** How much of itself a badge shows, from all to its shape alone. */
export type Form = 'full' | 'short' | 'word' | 'shape';

const SHAPE = 12;
const GAP = 6;
/** Padding and border of both sides. */
const EDGES = 18;
const WIDEST = 480;
const WIDEST_REASON = 312;

export function widthsOf({ word, reason, more }: Said): Record<Form, number> {
  const least = EDGES + SHAPE + GAP + textWidth(word, 600);
  const short = more.reduce((sum, { text, soon }) => sum + GAP + textWidth(text, soon ? 600 : 400), least);
  const full = reason ? short + GAP + Math.min(WIDEST_REASON, textWidth(reason, 400)) : short;
  return { full: Math.min(WIDEST, full), short, word: least, shape: EDGES + SHAPE };
}

const shapes = new Map<Level, SVGElement>();

/** Each shape is made once and copied. */
function shapeOf(level: Level): Node {
  let made = shapes.get(level);
  if (!made) {
    const { tag, attributes } = SHAPE_FORMS[level];
    made = drawing('svg', { class: 'shape', viewBox: '0 0 12 12', width: '12', height: '12', 'aria-hidden': 'true' }, [drawing(tag, attributes)]);
    shapes.set(level, made);
  }
  return made.cloneNode(true);
}

/** Seen, while `said` is heard: what is shown shrinks with the room there is. */
const span = (name: string, text: string): HTMLElement => element('span', { class: name, 'aria-hidden': 'true' }, [text]);

export class BadgeView {
  /** The same button for as long as the badge lives: focus stays on it through every redraw. */
  readonly button = element('button', { type: 'button' });
  private card: BadgeCard | null = null;
  private props: BadgeProps | null = null;
  private said: Said | null = null;

  constructor(private readonly root: ShadowRoot, private readonly actions: BadgeActions) {
    const { button } = this;
    root.append(button);
    for (const type of ['mouseenter', 'focus']) button.addEventListener(type, () => this.explain());
    for (const type of ['mouseleave', 'blur']) button.addEventListener(type, () => this.card?.hide());
    button.addEventListener('click', (event) => {
      if (event.isTrusted) actions.open();
    });
  }

  draw(props: BadgeProps, said: Said): void {
    this.props = props;
    this.said = said;
    const { button } = this;
    button.className = `badge ${props.state}`;
    button.dataset.level = said.level;
    button.replaceChildren(
      shapeOf(said.level),
      span('word', said.word),
      ...(said.reason ? [span('reason', said.reason)] : []),
      ...said.more.map(({ text, soon }) => span(soon ? 'more soon' : 'more', text)),
      element('span', { class: 'said' }, [said.label]),
    );
    this.card?.draw(props, said);
  }

  place(form: Form, left: number, top: number): void {
    const { button } = this;
    button.dataset.form = form;
    button.style.left = `${Math.round(left)}px`;
    button.style.top = `${Math.round(top)}px`;
  }

  remove(): void {
    this.card?.remove();
  }

  private explain(): void {
    if (!this.props || !this.said) return;
    if (!this.card) {
      this.card = new BadgeCard(this.button, this.actions);
      this.root.append(this.card.element);
      this.card.draw(this.props, this.said);
    }
    this.card.show();
  }
}
