/** The steps of teaching a page, and frames over what was pointed at and what would be recognised. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Problem } from '@/lib/result';
import { type Mark, type MarkName, markNames } from '@/platforms/teaching';
import { problemText } from '@/ui/problem-text';
import type { Texts } from '@/ui/texts';

export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly kind: 'hover' | 'mark' | 'record' | 'badge';
  readonly text: string;
}

export interface PickerProps {
  readonly host: string;
  /** The platform this host is known as; words are then added to it. */
  readonly knownAs: string | null;
  readonly step: number;
  readonly wanted: MarkName | null;
  readonly isRequired: boolean;
  readonly labels: Readonly<Partial<Record<MarkName, string>>>;
  readonly picked: readonly { readonly name: MarkName; readonly value: string }[];
  readonly records: number;
  readonly pictures: number;
  readonly isReady: boolean;
  /** No words beside what was pointed at lead back to it. */
  readonly isFailed: boolean;
  readonly problem: Problem | null;
  readonly frames: readonly Frame[];
  readonly choices: readonly Mark[];
  readonly texts: Texts;
  readonly look: (mark: Mark | null) => void;
  readonly choose: (mark: Mark) => void;
  readonly skip: () => void;
  readonly back: () => void;
  readonly save: () => void;
  readonly cancel: () => void;
}

const px = (value: number): string => `${Math.round(value)}px`;

function Frames({ frames }: { frames: readonly Frame[] }): JSX.Element {
  return (
    <div class="frames" aria-hidden="true">
      {frames.map((frame, at) => (
        <div key={at} class={`frame ${frame.kind}`} style={{ left: px(frame.left), top: px(frame.top), width: px(frame.width), height: px(frame.height) }}>
          {frame.text && <span>{frame.text}</span>}
        </div>
      ))}
    </div>
  );
}

function Steps({ props }: { props: PickerProps }): JSX.Element {
  const { texts: { t }, step, picked, labels } = props;
  return (
    <ol class="steps">
      {markNames.map((name, at) => {
        const found = picked.find((each) => each.name === name);
        const label = labels[name];
        return (
          <li key={name} class={at === step ? 'current' : found ? 'done' : ''} aria-current={at === step ? 'step' : undefined}>
            {t(`picker.name_${name}`)}
            {found && <small class="quiet">{label ? t('picker.found_by', { label, value: found.value || t('picker.picture') }) : found.value}</small>}
          </li>
        );
      })}
    </ol>
  );
}

function Choices({ props }: { props: PickerProps }): JSX.Element | null {
  const { texts: { t }, choices, look, choose } = props;
  if (!choices.length) return null;
  return (
    <details class="choices">
      <summary>{t('picker.by_keyboard')}</summary>
      <ul>
        {choices.map((mark, at) => (
          <li key={at}><button type="button" class="button plain" onFocus={() => look(mark)} onBlur={() => look(null)} onClick={() => choose(mark)}>{mark.value}</button></li>
        ))}
      </ul>
    </details>
  );
}

export function Picker(props: PickerProps): JSX.Element {
  const { texts, wanted, isRequired, isReady, isFailed, step, records, pictures } = props;
  const { t } = texts;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <>
      <Frames frames={props.frames} />
      <section class="card" role="dialog" aria-label={t('picker.title')} lang={texts.language}>
        <h2 ref={title} tabIndex={-1}>{t('picker.title')}</h2>
        <p class="quiet">{props.knownAs ? t('picker.adds_to', { name: props.knownAs, host: props.host }) : t('picker.new_host', { host: props.host })}</p>
        <Steps props={props} />
        <p role="status" class="say">{isFailed ? t('picker.not_understood') : wanted ? t(`picker.ask_${wanted}`) : t('picker.all_asked')}</p>
        {isReady && <p role="status" class="seen" data-records={records}>{t('picker.preview', { records, pictures })}</p>}
        {props.problem && <p class="trouble" role="alert">{problemText(props.problem, texts)}</p>}
        <Choices props={props} />
        <p class="row">
          {isReady && <button type="button" class="button primary" data-action="save" onClick={(event) => event.isTrusted && props.save()}>{t('picker.save')}</button>}
          {wanted && !isRequired && <button type="button" class="button" data-action="skip" onClick={props.skip}>{t('picker.skip')}</button>}
          {step > 0 && <button type="button" class="button" data-action="back" onClick={props.back}>{t('picker.back')}</button>}
          <button type="button" class="button plain" data-action="cancel" onClick={props.cancel}>{t('picker.cancel')}</button>
        </p>
      </section>
    </>
  );
}
