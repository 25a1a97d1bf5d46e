/** Search, levels with their counts, order, scenario, and what lacks evidence. */
import type { JSX, RefObject } from 'preact';
import type { Level } from '@/domain/answers';
import { byAttention, type Choice, sorts, toggled } from '@/ui/queue/ordering';
import { Shape } from '@/ui/shapes';
import { scenarioIds } from '@/ui/panel/texts';
import type { Texts } from '@/ui/texts';

export interface FiltersProps {
  readonly choice: Choice;
  readonly counted: Readonly<Record<Level, number>>;
  readonly texts: Texts;
  readonly choose: (more: Partial<Choice>) => void;
  readonly search: RefObject<HTMLInputElement>;
}

function Levels({ choice, counted, texts, choose }: FiltersProps): JSX.Element {
  const { t } = texts;
  return (
    <div class="levels" role="group" aria-label={t('queue.levels')}>
      {byAttention.map((level) => (
        <button
          key={level}
          type="button"
          class={`level ${level}`}
          data-level={level}
          aria-pressed={choice.levels.includes(level)}
          onClick={() => choose({ levels: toggled(choice.levels, level) })}
        >
          <Shape level={level} size={11} />
          <span>{t(`level.${level}.name`)}</span>
          <b>{counted[level]}</b>
        </button>
      ))}
    </div>
  );
}

export function Filters(props: FiltersProps): JSX.Element {
  const { choice, texts, choose, search } = props;
  const { t } = texts;
  return (
    <div class="filters" role="search" aria-label={t('queue.filters')}>
      <input
        ref={search}
        type="search"
        name="search"
        inputMode="search"
        autocomplete="off"
        spellcheck={false}
        placeholder={t('queue.search')}
        aria-label={t('queue.search')}
        value={choice.search}
        onInput={(event) => choose({ search: event.currentTarget.value.slice(0, 100) })}
      />
      <Levels {...props} />
      <div class="selects">
        <label>
          <span class="sr">{t('queue.sort')}</span>
          <select name="sort" value={choice.sort} onChange={(event) => choose({ sort: sorts.find((sort) => sort === event.currentTarget.value) ?? 'deadline' })}>
            {sorts.map((sort) => <option key={sort} value={sort}>{t(`queue.sort_${sort}`)}</option>)}
          </select>
        </label>
        <label>
          <span class="sr">{t('queue.scenario')}</span>
          <select name="scenario" value={choice.scenario ?? ''} onChange={(event) => choose({ scenario: event.currentTarget.value || null })}>
            <option value="">{t('queue.scenario_any')}</option>
            {scenarioIds.map((id) => <option key={id} value={id}>{t(`scenario.${id}.name`)}</option>)}
          </select>
        </label>
        <label class="check">
          <input type="checkbox" name="missing" checked={choice.onlyMissing} onChange={(event) => choose({ onlyMissing: event.currentTarget.checked })} />
          <span>{t('queue.missing')}</span>
        </label>
      </div>
    </div>
  );
}
