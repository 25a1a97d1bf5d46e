/** What to gather for this kind of dispute: done, missing, and the button that gets it done. */
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Criterion } from '@/domain/answers';
import { type Act, actOf, mayTick } from '@/ui/panel/acting';
import type { PanelProps } from '@/ui/panel/model';
import { Section } from '@/ui/panel/section';
import { scenarioIds } from '@/ui/panel/texts';
import type { Texts } from '@/ui/texts';

function Recorder({ act, done, texts }: { act: Extract<Act, { is: 'record' }>; done: (value: string | number | boolean) => void; texts: Texts }): JSX.Element {
  const [value, setValue] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    if (act.form === 'insured') done(value === 'yes');
    else if (act.form === 'grams') done(Number(value));
    else if (act.form === 'time') done(new Date(value).toISOString().replace(/\.\d{3}Z$/, 'Z'));
    else done(value.trim());
  };
  const type = { text: 'text', grams: 'number', time: 'datetime-local', insured: 'text' }[act.form];
  const label = texts.t(`panel.enter_${act.form}`);
  return (
    <form class="recorder" onSubmit={submit}>
      {act.form === 'insured' ? (
        <select aria-label={label} required value={value} onChange={(event) => setValue(event.currentTarget.value)}>
          <option value="" />
          <option value="yes">{texts.t('panel.yes')}</option>
          <option value="no">{texts.t('panel.no')}</option>
        </select>
      ) : (
        <input type={type} aria-label={label} placeholder={label} required min="1" max="1000000" value={value} onInput={(event) => setValue(event.currentTarget.value)} />
      )}
      <button class="button">{texts.t('panel.save')}</button>
    </form>
  );
}

function useAct(criterion: Criterion, { actions }: PanelProps): { run: () => void; isEntering: boolean; entered: (value: string | number | boolean) => void; act: Act; file: (input: HTMLInputElement | null) => void } {
  const act = actOf(criterion.how);
  const [isEntering, setEntering] = useState(false);
  const input = useRef<HTMLInputElement | null>(null);
  return {
    act,
    isEntering,
    file: (element) => {
      input.current = element;
    },
    entered: (value) => {
      setEntering(false);
      if (act.is === 'record') actions.record(act.on, act.field, value);
    },
    run: () => {
      if (act.is === 'keep') actions.keep();
      else if (act.is === 'attach') input.current?.click();
      else if (act.is === 'record') setEntering(!isEntering);
      else if (act.is === 'go') actions.go(act.section);
      else actions.tick(criterion.id, true);
    },
  };
}

function Row({ criterion, props }: { criterion: Criterion; props: PanelProps }): JSX.Element {
  const { texts, actions, canKeep, keeping } = props;
  const { t } = texts;
  const { act, run, isEntering, entered, file } = useAct(criterion, props);
  const byHand = criterion.by === 'hand';
  const cannot = act.is === 'keep' && (!canKeep || keeping);
  return (
    <li class={criterion.done ? 'done' : 'missing'}>
      <span class="mark" aria-hidden="true">{criterion.done ? '✓' : '○'}</span>
      <span class="what">
        {criterion.text}
        <span class="sr">{t(criterion.done ? 'panel.done' : 'panel.missing')}</span>
      </span>
      {!criterion.done && (
        <button type="button" class="button" disabled={cannot} onClick={(event) => event.isTrusted && run()}>{criterion.how_text ?? t('panel.tick')}</button>
      )}
      {!criterion.done && mayTick(act) && act.is !== 'tick' && (
        <button type="button" class="button plain" aria-label={`${t('panel.tick')}: ${criterion.text}`} onClick={(event) => event.isTrusted && actions.tick(criterion.id, true)}>{t('panel.tick')}</button>
      )}
      {criterion.done && byHand && (
        <>
          <small class="by-hand">{t('panel.by_hand')}</small>
          <button type="button" class="button plain" aria-label={`${t('panel.untick')}: ${criterion.text}`} onClick={(event) => event.isTrusted && actions.tick(criterion.id, false)}>{t('panel.untick')}</button>
        </>
      )}
      {act.is === 'attach' && <input ref={file} type="file" hidden multiple accept={act.accept} onChange={(event) => actions.attach(act.what, act.kind, [...(event.currentTarget.files ?? [])])} />}
      {act.is === 'record' && isEntering && <Recorder act={act} done={entered} texts={texts} />}
    </li>
  );
}

function Scenario({ chosen, proposed, isChosen, texts, choose }: { chosen: string; proposed: string; isChosen: boolean; texts: Texts; choose: (scenario: string | null) => void }): JSX.Element {
  const { t } = texts;
  return (
    <label class="scenario">
      <span>{t('panel.scenario')}</span>
      <select value={isChosen ? chosen : ''} onChange={(event) => choose(event.currentTarget.value || null)}>
        <option value="">{t('panel.scenario_proposed', { name: t(`scenario.${proposed}.name`) })}</option>
        {scenarioIds.map((id) => <option key={id} value={id}>{t(`scenario.${id}.name`)}</option>)}
      </select>
    </label>
  );
}

export function Checklist(props: PanelProps): JSX.Element | null {
  const { state, texts, actions } = props;
  if (!state?.assessment.ok) return null;
  const found = state.assessment.value;
  const { criteria } = found.checklist;
  const done = criteria.filter((criterion) => criterion.done).length;
  return (
    <Section id="checklist" title={texts.t('panel.checklist')} extra={<span class="count">{done}/{criteria.length}</span>}>
      <Scenario
        chosen={found.checklist.scenario}
        proposed={found.scenario_proposed?.id ?? found.checklist.scenario}
        isChosen={found.scenario_chosen}
        texts={texts}
        choose={actions.choose}
      />
      {found.scenario?.move && <p class="move">{found.scenario.move}</p>}
      <ul class="criteria">{criteria.map((criterion) => <Row key={criterion.id} criterion={criterion} props={props} />)}</ul>
    </Section>
  );
}
