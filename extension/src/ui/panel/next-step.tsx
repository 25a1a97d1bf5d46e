/** The four steps, the one that is due, and a message that a person edits and sends. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PanelProps } from '@/ui/panel/model';
import { Section } from '@/ui/panel/section';

export function NextStep({ state, texts, actions }: PanelProps): JSX.Element | null {
  const found = state?.assessment.ok ? state.assessment.value : null;
  const proposed = found?.next_step?.message ?? '';
  const [message, setMessage] = useState(proposed);
  const [copied, setCopied] = useState(false);
  useEffect(() => setMessage(proposed), [proposed]);
  if (!found) return null;
  const { t } = texts;
  const due = found.steps.find((step) => step.current);
  const copy = (): void => {
    void navigator.clipboard.writeText(message).then(() => setCopied(true), () => setCopied(false));
  };
  return (
    <Section id="next" title={t('panel.next_step')}>
      <ol class="steps">
        {found.steps.map((step) => (
          <li key={step.id} class={step.current ? 'current' : step.done ? 'done' : ''} aria-current={step.current ? 'step' : undefined} title={step.text}>
            {step.title}
          </li>
        ))}
      </ol>
      {found.next_step && <p>{found.next_step.text}</p>}
      {due && !due.done && (
        <button type="button" class="button plain" onClick={(event) => event.isTrusted && actions.tick(due.criterion ?? `step_${due.id}`, true)}>{t('panel.step_done', { step: due.title })}</button>
      )}
      {proposed && (
        <>
          <label class="message">
            <span>{t('panel.message')}</span>
            <textarea rows={4} value={message} onInput={(event) => { setMessage(event.currentTarget.value); setCopied(false); }} />
          </label>
          <button type="button" class="button" onClick={copy}>{t(copied ? 'panel.copied' : 'panel.copy')}</button>
        </>
      )}
    </Section>
  );
}
