/** Notes by staff, as W3C annotations on the case. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { placeOfNote } from '@/domain/region';
import type { PanelProps } from '@/ui/panel/model';
import { authorOf, textOf } from '@/ui/panel/note-text';
import { Section } from '@/ui/panel/section';
import { problemText } from '@/ui/problem-text';
import { roleOf, type Viewing } from '@/ui/panel/showing';

export function Notes({ state, texts, actions, viewing }: PanelProps & { readonly viewing: Viewing }): JSX.Element | null {
  const [text, setText] = useState('');
  const [trouble, setTrouble] = useState('');
  if (!state?.assessment.ok) return null;
  const { t, language } = texts;
  const found = state.assessment.value;
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
        {state.notes.map((note) => ({ note, place: placeOfNote(note) })).map(({ note, place }) => (
          <li key={note.id}>
            <p>{textOf(note)}</p>
            {place && (
              <button type="button" class="button on-photo" data-see="region" onClick={() => viewing.zoom({ of: 'photo', id: place.photo, alt: roleOf(found, place.photo, texts), note: note.id })}>
                {t(place.value === null ? 'panel.note_photo' : 'panel.note_region', { role: roleOf(found, place.photo, texts) })}
              </button>
            )}
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
