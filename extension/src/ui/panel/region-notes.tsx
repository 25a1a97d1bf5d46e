/** Under an enlarged photo: the notes on parts of it, and a new one. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Note } from '@/domain/answers';
import type { Region } from '@/domain/region';
import type { PanelActions } from '@/ui/panel/model';
import { textOf } from '@/ui/panel/note-text';
import { problemText } from '@/ui/problem-text';
import type { Texts } from '@/ui/texts';

export function RegionList({ notes, point, texts }: { notes: readonly Note[]; point: (id: string | null) => void; texts: Texts }): JSX.Element | null {
  if (!notes.length) return null;
  return (
    <ol class="region-notes" aria-label={texts.t('panel.notes')}>
      {notes.map((note, at) => (
        <li key={note.id}>
          <button type="button" onMouseEnter={() => point(note.id)} onMouseLeave={() => point(null)} onFocus={() => point(note.id)} onBlur={() => point(null)}><b>{at + 1}</b> {textOf(note)}</button>
        </li>
      ))}
    </ol>
  );
}

export interface NewRegionProps {
  readonly photo: string;
  readonly region: Region;
  readonly actions: PanelActions;
  readonly texts: Texts;
  readonly done: () => void;
}

export function NewRegion({ photo, region, actions, texts, done }: NewRegionProps): JSX.Element {
  const [text, setText] = useState('');
  const [trouble, setTrouble] = useState('');
  const [isSaving, setSaving] = useState(false);
  const { t } = texts;
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!text.trim() || isSaving) return;
    setSaving(true);
    const added = await actions.addNote(text.trim(), { photo, region });
    setSaving(false);
    setTrouble(added.ok ? '' : problemText(added.problem, texts));
    if (added.ok) done();
  };
  return (
    <form class="new-region" onSubmit={(event) => void save(event)}>
      <input type="text" name="region-note" required maxLength={4000} placeholder={t('views.region_note')} aria-label={t('views.region_note')} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      <button class="button" data-action="save-region" disabled={isSaving || !text.trim()}>{t('panel.note_add')}</button>
      <button type="button" class="button plain" onClick={done}>{t('views.region_cancel')}</button>
      {trouble && <p role="alert" class="trouble">{trouble}</p>}
    </form>
  );
}
