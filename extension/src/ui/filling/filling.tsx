/** The offer beside a form of the platform: what would be put in, what was, and how to take it back. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FormLimits, FormPicture, Prepared, Statement } from '@/domain/filling';
import type { Problem, Result } from '@/lib/result';
import type { FormKind } from '@/platforms/form-kinds';
import { Pictures, sizeOf } from '@/ui/filling/pictures';
import { problemText } from '@/ui/problem-text';
import type { Texts } from '@/ui/texts';

export interface Outcome {
  readonly text: { readonly length: number; readonly holds: boolean } | null;
  readonly pictures: {
    readonly given: number;
    readonly shown: number | null;
    readonly copies: readonly { readonly name: string; readonly size: number; readonly from: number; readonly type: string }[];
  } | null;
  readonly problems: readonly Problem[];
}

export interface FillingProps {
  readonly kind: FormKind;
  /** Further forms that are open at the same time. */
  readonly others: readonly FormKind[];
  readonly isOpen: boolean;
  readonly refundId: string | null;
  readonly limits: FormLimits;
  readonly hasText: boolean;
  readonly hasPictures: boolean;
  /** Pictures that stand in the form already. */
  readonly shown: number;
  readonly draft: Result<Statement> | null;
  readonly outcome: Outcome | null;
  readonly isBusy: boolean;
  readonly texts: Texts;
  readonly open: (isOpen: boolean) => void;
  readonly next: () => void;
  readonly again: () => void;
  readonly picture: (prepared: Prepared) => Promise<Result<string>>;
  readonly bytes: (prepared: Prepared) => Promise<Result<FormPicture>>;
  readonly fill: (text: string, pictures: readonly Prepared[]) => void;
  readonly undo: () => void;
}

const name = (kind: FormKind, { t }: Texts): string => t(`filling.form_${kind}`);

function Done({ outcome, texts, undo, isBusy }: { outcome: Outcome; texts: Texts; undo: () => void; isBusy: boolean }): JSX.Element {
  const { t } = texts;
  const { text, pictures, problems } = outcome;
  return (
    <div class="done" role="status">
      <h3>{t('filling.filled')}</h3>
      <ul>
        {text && <li class={text.holds ? '' : 'trouble'}>{t(text.holds ? 'filling.text_filled' : 'filling.text_not_kept', { count: text.length })}</li>}
        {pictures && <li class={pictures.shown === pictures.given ? '' : 'trouble'}>{t(pictures.shown === null ? 'filling.pictures_unseen' : 'filling.pictures_filled', { given: pictures.given, shown: pictures.shown ?? 0 })}</li>}
        {pictures?.copies.map((copy) => <li key={copy.name} class="quiet">{t('filling.copy_made', { name: copy.name, from: sizeOf(copy.from), size: sizeOf(copy.size) })}</li>)}
        {problems.map((problem) => <li key={problem.type + problem.detail} class="trouble">{problemText(problem, texts)}</li>)}
      </ul>
      <p>{t('filling.yours_to_send')}</p>
      <button type="button" class="button" data-action="undo" disabled={isBusy} onClick={(event) => event.isTrusted && undo()}>{t('filling.undo')}</button>
    </div>
  );
}

function Words({ props, text, setText }: { props: FillingProps; text: string; setText: (text: string) => void }): JSX.Element {
  const { texts: { t, language }, limits, draft, hasText } = props;
  const [copied, setCopied] = useState(false);
  const tooLong = limits.text !== null && text.length > limits.text;
  const copy = (): void => {
    void navigator.clipboard.writeText(text).then(() => setCopied(true), () => setCopied(false));
  };
  return (
    <div class="words">
      <label>
        <span>{t('filling.text')} <small class={tooLong ? 'trouble' : 'quiet'}>{limits.text === null ? text.length : `${text.length} / ${limits.text}`}</small></span>
        <textarea rows={5} lang="zh-CN" value={text} onInput={(event) => { setText(event.currentTarget.value); setCopied(false); }} />
      </label>
      {tooLong && <p class="trouble" role="alert">{t('filling.too_long', { count: text.length - limits.text })}</p>}
      {language !== 'zh-CN' && draft?.ok && <p class="quiet" lang="en">{t('filling.reading', { text: draft.value.reading })}</p>}
      {!hasText && <p class="trouble">{t('filling.no_field')}</p>}
      <button type="button" class="button plain" data-action="copy" onClick={copy}>{t(copied ? 'filling.copied' : 'filling.copy')}</button>
    </div>
  );
}

function Draft({ props }: { props: FillingProps }): JSX.Element {
  const { texts, draft, limits, shown, refundId } = props;
  const { t } = texts;
  const proposed = draft?.ok ? draft.value.text : '';
  const [text, setText] = useState(proposed);
  useEffect(() => setText(proposed), [proposed]);
  const prepared = draft?.ok ? draft.value.pictures : [];
  const room = limits.pictures === null ? prepared.length : Math.max(0, limits.pictures - shown);
  const [left, setLeft] = useState<readonly string[] | null>(null);
  const chosen = (left === null ? prepared.slice(0, room) : prepared.filter(({ id }) => left.includes(id)));
  const tooLong = limits.text !== null && text.length > limits.text;
  const put = props.hasPictures ? chosen.slice(0, room) : [];
  const nothing = (!props.hasText || !text.trim()) && !put.length;
  return (
    <>
      {refundId === null && <p class="trouble">{t('filling.which_refund')}</p>}
      {refundId !== null && draft === null && <p class="quiet">{t('filling.loading')}</p>}
      {draft?.ok === false && <p class="trouble" role="alert">{problemText(draft.problem, texts)} <button type="button" class="button plain" onClick={props.again}>{t('filling.again')}</button></p>}
      {draft?.ok && draft.value.observations === 0 && <p class="quiet">{t('filling.nothing_seen', { missing: draft.value.missing.join(texts.language === 'en' ? ', ' : '、') })}</p>}
      {draft?.ok && draft.value.against.map((each) => <p key={each} class="against">{t('filling.against', { text: each })}</p>)}
      <Words props={props} text={text} setText={setText} />
      <Pictures props={props} prepared={prepared} chosen={chosen} room={room} choose={(ids) => setLeft(ids)} />
      <p class="quiet">{t('filling.uploads')}</p>
      <button type="button" class="button primary" data-action="fill" disabled={props.isBusy || tooLong || nothing} onClick={(event) => event.isTrusted && props.fill(props.hasText ? text : '', put)}>
        {t(props.isBusy ? 'filling.filling' : 'filling.fill')}
      </button>
    </>
  );
}

export function Filling(props: FillingProps): JSX.Element {
  const { texts, kind, isOpen, others } = props;
  const { t } = texts;
  const opener = useRef<HTMLButtonElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isOpen) title.current?.focus();
  }, [isOpen]);
  const close = (): void => {
    props.open(false);
    setTimeout(() => opener.current?.focus());
  };
  if (!isOpen) {
    return (
      <button ref={opener} type="button" class="offer" aria-expanded="false" onClick={(event) => event.isTrusted && props.open(true)}>
        <span class="brand" aria-hidden="true" />{t('filling.offer', { form: name(kind, texts) })}
      </button>
    );
  }
  return (
    <section class="card" aria-label={t('filling.title')} lang={texts.language} onKeyDown={(event) => event.key === 'Escape' && close()}>
      <header>
        <h2 ref={title} tabIndex={-1}>{t('filling.title')} · {name(kind, texts)}</h2>
        <button type="button" class="button plain" aria-expanded="true" onClick={close}>{t('filling.fold')}</button>
      </header>
      {others.length > 0 && <button type="button" class="button plain" onClick={props.next}>{t('filling.other_form', { form: others.map((other) => name(other, texts)).join(' · ') })}</button>}
      {props.outcome && <Done outcome={props.outcome} texts={texts} undo={props.undo} isBusy={props.isBusy} />}
      <Draft key={`${kind} ${props.refundId ?? ''}`} props={props} />
    </section>
  );
}
