/** Notes by staff, as W3C annotations on the case. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Note } from '@/domain/answers';
import type { PanelProps } from '@/ui/panel/model';
import { Section } from '@/ui/panel/section';
import { problemText } from '@/ui/problem-text';
import type { Texts } from '@/ui/texts';

function textOf(note: Note): string {
  const bodies = Array.isArray(note.body) ? note.body : [note.body];
  const texts = bodies.map((body) => (typeof body === 'string' ? body : (body?.value ?? '')));
  return [note.bodyValue ?? '', ...texts].filter(Boolean).join('\n');
}

function nameOf({ creator }: Note): string {
  if (typeof creator === 'string') return creator;
  if (typeof creator === 'object' && creator !== null && 'name' in creator && typeof creator.name === 'string') return creator.name;
  return '';
}

const authorOf = (note: Note, own: readonly string[], { t }: Texts): string =>
  own.includes(note.id) ? t('panel.you') : t('panel.device', { name: nameOf(note) });

export function Notes({ state, texts, actions }: PanelProps): JSX.Element | null {
  const [text, setText] = useState('');
  const [trouble, setTrouble] = useState('');
  if (!state?.assessment.ok) return null;
  const { t, language } = texts;
  const add = (): void => {
    if (!text.trim()) return;
    void actions.addNote(text.trim()).then((added) => {
      setTrouble(added.ok ? '' : problemText(added.problem, texts));
      if (added.ok) setText('');
    });
  };
  return (
    <Section id="notes" title={t('panel.notes')} extra={<span class="count">{state.notes.length}</span>}>
      <ul class="note-list">
        {state.notes.map((note) => (
          <li key={note.id}>
            <p>{textOf(note)}</p>
            <small class="quiet">
              {authorOf(note, state.ownNotes ?? [], texts)} {note.created && new Date(note.created).toLocaleString(language, { hour12: false })}
            </small>
            <button type="button" class="button plain" aria-label={`${t('panel.note_delete')}: ${textOf(note).slice(0, 20)}`} onClick={(event) => event.isTrusted && actions.removeNote(note.id)}>{t('panel.note_delete')}</button>
          </li>
        ))}
      </ul>
      <label class="message">
        <span>{t('panel.note_new')}</span>
        <textarea rows={2} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      {trouble && <p class="trouble" role="alert">{trouble}</p>}
      <button type="button" class="button" disabled={!text.trim()} onClick={add}>{t('panel.note_add')}</button>
    </Section>
  );
}
