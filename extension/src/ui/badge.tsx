/** The badge: shape, word, main reason, evidence, time left; a card explains on hover or focus. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Brief } from '@/domain/answers';
import { Shape } from '@/ui/shapes';
import { type Texts, timeLeft } from '@/ui/texts';

export interface BadgeProps {
  readonly id: string;
  readonly state: 'ready' | 'loading' | 'offline' | 'unpaired';
  readonly brief: Brief | null;
  readonly texts: Texts;
  readonly open: () => void;
  /** The strongest reasons, asked for when the card is first looked at. */
  readonly reasons: () => Promise<readonly string[]>;
}

const CARD_PAUSE_MS = 250;

function useCard(): { card: (element: HTMLDivElement | null) => void; badge: (element: HTMLButtonElement | null) => void; show: () => void; hide: () => void; isWanted: boolean; isShown: boolean } {
  const [isWanted, setWanted] = useState(false);
  const [isShown, setShown] = useState(false);
  const elements = useRef<{ card: HTMLDivElement | null; badge: HTMLButtonElement | null; timer: number }>({ card: null, badge: null, timer: 0 });
  const set = (isOpen: boolean, pause: number): void => {
    const held = elements.current;
    clearTimeout(held.timer);
    held.timer = window.setTimeout(() => {
      const { card, badge } = held;
      if (!card?.isConnected || !badge) return;
      if (!isOpen) {
        if (card.matches(':popover-open')) card.hidePopover();
        return;
      }
      if (!card.matches(':popover-open')) card.showPopover();
      setShown(true);
      const at = badge.getBoundingClientRect();
      const size = card.getBoundingClientRect();
      const below = at.bottom + 4 + size.height < innerHeight;
      card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
      card.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - size.height - 4)}px`;
    }, pause);
  };
  useEffect(() => () => clearTimeout(elements.current.timer), []);
  return {
    card: (element) => {
      elements.current.card = element;
      element?.setAttribute('popover', 'manual');
    },
    badge: (element) => {
      elements.current.badge = element;
    },
    show: () => {
      setWanted(true);
      set(true, CARD_PAUSE_MS);
    },
    hide: () => set(false, CARD_PAUSE_MS),
    isWanted,
    isShown,
  };
}

function words({ state, brief, texts }: BadgeProps): { word: string; reason: string } {
  const { t } = texts;
  if (state === 'unpaired') return { word: t('badge.unpaired'), reason: '' };
  if (state === 'loading' || (brief?.pending && brief.level === 'unknown')) return { word: t('badge.loading'), reason: '' };
  const word = t(`level.${brief?.level ?? 'unknown'}.name`);
  if (state === 'offline') return { word: brief ? word : t('badge.offline'), reason: brief ? t('badge.offline') : '' };
  return { word, reason: brief?.reason ?? '' };
}

/** The reasons once the card has been shown; asked again when the verdict is another. */
function useReasons({ brief, state, reasons }: BadgeProps, isShown: boolean): readonly string[] {
  const [found, setFound] = useState<readonly string[]>([]);
  useEffect(() => {
    if (!isShown || state !== 'ready') return undefined;
    let isWanted = true;
    void reasons().then((told) => {
      if (isWanted) setFound(told);
    });
    return () => {
      isWanted = false;
    };
  }, [isShown, state, brief?.level, brief?.reason]);
  return found;
}

function Copy({ id, texts }: { id: string; texts: Texts }): JSX.Element {
  const [isCopied, setCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard.writeText(id).then(() => setCopied(true), () => setCopied(false));
  };
  return <button type="button" onClick={copy}>{texts.t(isCopied ? 'badge.copied' : 'badge.copy_id')}</button>;
}

function Card({ props, word, reason, hook }: { props: BadgeProps; word: string; reason: string; hook: ReturnType<typeof useCard> }): JSX.Element {
  const { brief, state, texts, open, id } = props;
  const reasons = useReasons(props, hook.isShown);
  const left = timeLeft(brief?.deadline, texts, Date.now());
  const explained = state === 'ready' ? texts.t(`level.${brief?.level ?? 'unknown'}.text`) : texts.t(`badge.about_${state}`);
  return (
    <div class="card" ref={hook.card} role="group" aria-label={word} onMouseEnter={hook.show} onMouseLeave={hook.hide} onFocusIn={hook.show} onFocusOut={hook.hide}>
      <strong>{reason ? `${word} · ${reason}` : word}</strong>
      <p>{explained}</p>
      {reasons.length > 0 && <ul>{reasons.map((text) => <li key={text}>{text}</li>)}</ul>}
      {brief?.evidence && <p class="quiet">{texts.t('badge.evidence_of', { done: brief.evidence.done, total: brief.evidence.total })}</p>}
      {left && <p class="quiet">{texts.t('badge.left', { time: left.text })}</p>}
      <div class="actions">
        <button type="button" onClick={(event) => event.isTrusted && open()}>{texts.t('badge.open')}</button>
        <Copy id={id} texts={texts} />
      </div>
    </div>
  );
}

export function BadgeView(props: BadgeProps): JSX.Element {
  const { brief, state, texts, open } = props;
  const hook = useCard();
  const { word, reason } = words(props);
  const left = timeLeft(brief?.deadline, texts, Date.now());
  const level = brief?.level ?? 'unknown';
  const evidence = brief?.evidence;
  const label = [word, reason, evidence ? texts.t('badge.evidence_of', { done: evidence.done, total: evidence.total }) : '', left ? texts.t('badge.left', { time: left.text }) : '']
    .filter(Boolean)
    .join(texts.language === 'en' ? ', ' : '，');
  return (
    <>
      <button
        type="button"
        class={`badge ${state}`}
        data-level={level}
        aria-label={`ReturnProof: ${label}`}
        ref={hook.badge}
        onMouseEnter={hook.show}
        onMouseLeave={hook.hide}
        onFocus={hook.show}
        onBlur={hook.hide}
        onClick={(event) => event.isTrusted && open()}
      >
        <Shape level={level} />
        <span class="word">{word}</span>
        {reason && <span class="reason">{reason}</span>}
        {evidence && evidence.total > 0 && <span class="more">{evidence.done}/{evidence.total}</span>}
        {left && <span class={left.soon ? 'more soon' : 'more'}>{left.text}</span>}
      </button>
      {hook.isWanted && <Card props={props} word={word} reason={reason} hook={hook} />}
    </>
  );
}

export const badgeView = (props: BadgeProps): JSX.Element => <BadgeView {...props} />;
