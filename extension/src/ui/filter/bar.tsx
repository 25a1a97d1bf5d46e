/** Sorts and filters the list that is in view: counts, dims, goes from row to row; the page keeps its own order. */
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Level } from '@/domain/answers';
import { type BarPlace, within } from '@/ui/filter/place';
import { inOrder, isSoon, type ListChoice, type Listed, stepped, wholeList } from '@/ui/filter/listed';
import { Grip } from '@/ui/grip';
import { byAttention, counts, toggled } from '@/ui/queue/ordering';
import { Shape } from '@/ui/shapes';
import { type Texts, timeLeft } from '@/ui/texts';

export interface BarProps {
  readonly rows: readonly Listed[];
  readonly texts: Texts;
  readonly choice: ListChoice;
  readonly place: BarPlace;
  readonly now: number;
  readonly choose: (more: Partial<ListChoice>) => void;
  readonly put: (place: BarPlace, isEnd: boolean) => void;
  /** Brings the row into view and shows which it is. */
  readonly goTo: (refundId: string) => void;
  readonly open: (refundId: string) => void;
}

const MOST_SHAPES = 3;

function Tab({ rows, texts, place, put }: BarProps): JSX.Element {
  const counted = counts(rows);
  const present = byAttention.filter((level) => counted[level] > 0);
  const said = present.map((level) => `${texts.t(`level.${level}.name`)} ${counted[level]}`).join(texts.language === 'en' ? ', ' : '，');
  return (
    <button type="button" class="tab-bar" aria-expanded="false" onClick={() => put({ ...place, folded: false }, true)}>
      <span class="name" aria-hidden="true">{texts.t('filter.short')}</span>
      {present.slice(0, MOST_SHAPES).map((level) => (
        <span key={level} class={`level-count ${level}`} aria-hidden="true"><Shape level={level} size={11} />{counted[level]}</span>
      ))}
      <span class="said">{`${texts.t('filter.unfold')}: ${said}`}</span>
    </button>
  );
}

function Levels({ rows, texts, choice, choose, now }: BarProps): JSX.Element {
  const { t } = texts;
  const counted = counts(rows);
  const soon = rows.filter((row) => isSoon(row, now)).length;
  const chip = (level: Level): JSX.Element => (
    <button key={level} type="button" class={`chip ${level}`} data-level={level} aria-pressed={choice.levels.includes(level)} onClick={() => choose({ levels: toggled(choice.levels, level) })}>
      <Shape level={level} size={11} />
      <span>{t(`level.${level}.name`)}</span>
      <b>{counted[level]}</b>
    </button>
  );
  return (
    <div class="chips" role="group" aria-label={t('filter.show_only')}>
      {byAttention.filter((level) => counted[level] > 0 || choice.levels.includes(level)).map(chip)}
      <button type="button" class="chip" data-soon aria-pressed={choice.onlySoon} onClick={() => choose({ onlySoon: !choice.onlySoon })}>
        <span>{t('filter.soon')}</span>
        <b>{soon}</b>
      </button>
    </div>
  );
}

function Entry({ row, props, isCurrent, go }: { row: Listed; props: BarProps; isCurrent: boolean; go: (row: Listed) => void }): JSX.Element {
  const { texts, now, open } = props;
  const { t } = texts;
  const left = timeLeft(row.deadline, texts, now);
  const tail = row.refund_id.slice(-6);
  return (
    <li class={row.level}>
      <button type="button" class="entry" aria-current={isCurrent ? 'true' : undefined} onClick={() => go(row)}>
        <Shape level={row.level} size={12} />
        <strong>{t(`level.${row.level}.name`)}</strong>
        <span class="why">{row.why}</span>
        <span class="quiet">…{tail}</span>
        <span class={left?.soon ? 'due soon' : 'due'}>{left?.text}</span>
      </button>
      <button type="button" class="button plain" aria-label={`${t('badge.open')} …${tail}`} onClick={(event) => event.isTrusted && open(row.refund_id)}>{t('filter.open')}</button>
    </li>
  );
}

function Open(props: BarProps): JSX.Element {
  const { rows, texts, choice, choose, place, put, now, goTo } = props;
  const { t } = texts;
  const [current, setCurrent] = useState<string | null>(null);
  const [isListed, list] = useState(false);
  const fold = useRef<HTMLButtonElement>(null);
  const from = useRef(place);
  const ordered = inOrder(rows, choice, now);
  const at = ordered.findIndex(({ refund_id: id }) => id === current);
  const go = (row: Listed | null): void => {
    if (!row) return;
    setCurrent(row.refund_id);
    goTo(row.refund_id);
  };
  useEffect(() => fold.current?.focus({ preventScroll: true }), []);
  const moving = {
    begin: () => { from.current = place; },
    by: (right: number, down: number, isEnd: boolean) => put(within({ ...from.current, left: from.current.left + right, bottom: from.current.bottom - down }), isEnd),
  };
  const shown = ordered[at];
  const told = shown ? t('filter.at', { id: shown.refund_id.slice(-6), level: t(`level.${shown.level}.name`), place: at + 1, count: ordered.length }) : t('filter.count', { shown: ordered.length, count: rows.length });
  return (
    <section class="bar" aria-label={t('filter.title')} onKeyDown={(event) => { if (event.key === 'Escape') put({ ...place, folded: true }, true); }}>
      {isListed && <ol class="entries" aria-label={t('filter.in_order')}>{ordered.map((row) => <Entry key={row.refund_id} row={row} props={props} isCurrent={row.refund_id === current} go={go} />)}</ol>}
      <div class="line">
        <Grip label={t('filter.move')} moving={moving} />
        <Levels {...props} />
        <button ref={fold} type="button" class="button plain" aria-expanded="true" data-action="fold" onClick={() => put({ ...place, folded: true }, true)}>{t('filter.fold')}</button>
      </div>
      <div class="line">
        <select aria-label={t('filter.sort')} value={choice.sort} onChange={(event) => choose({ sort: event.currentTarget.value === 'deadline' ? 'deadline' : 'risk' })}>
          <option value="risk">{t('filter.sort_risk')}</option>
          <option value="deadline">{t('filter.sort_deadline')}</option>
        </select>
        <button type="button" class="button" data-action="previous" disabled={!ordered.length} onClick={() => go(stepped(ordered, current, -1))}>{t('filter.previous')}</button>
        <button type="button" class="button primary-small" data-action="next" disabled={!ordered.length} onClick={() => go(stepped(ordered, current, 1))}>{t('filter.next')}</button>
        <span class="told" role="status">{told}</span>
        {choice !== wholeList && (choice.levels.length > 0 || choice.onlySoon) && <button type="button" class="button plain" onClick={() => choose({ levels: [], onlySoon: false })}>{t('filter.clear')}</button>}
        <button type="button" class="button plain" aria-expanded={isListed} onClick={() => list(!isListed)}>{t(isListed ? 'filter.hide_list' : 'filter.list')}</button>
      </div>
    </section>
  );
}

export function Bar(props: BarProps): JSX.Element {
  const { place } = props;
  const root = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(!place.folded);
  useLayoutEffect(() => {
    if (place.folded && wasOpen.current) root.current?.querySelector<HTMLElement>('.tab-bar')?.focus({ preventScroll: true });
    wasOpen.current = !place.folded;
  }, [place.folded]);
  return (
    <div ref={root} class="place" lang={props.texts.language} style={{ left: `${place.left}px`, bottom: `${place.bottom}px` }}>
      {place.folded ? <Tab {...props} /> : <Open {...props} />}
    </div>
  );
}
