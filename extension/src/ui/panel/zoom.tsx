/** One picture as large as the window allows, or at its own size; notes on its parts; Escape closes it. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Note } from '@/domain/answers';
import { placeOfNote, type Region, regionOf, type Size } from '@/domain/region';
import { usePhotoSize } from '@/ui/panel/boxed-pair';
import { Drawing, firstRegion, type Marked, Marks } from '@/ui/panel/marking';
import type { PanelActions } from '@/ui/panel/model';
import { Picture } from '@/ui/panel/picture';
import { NewRegion, RegionList } from '@/ui/panel/region-notes';
import type { Zoomed } from '@/ui/panel/showing';
import type { Texts } from '@/ui/texts';

export interface ZoomProps extends Zoomed {
  readonly actions: PanelActions;
  readonly notes: readonly Note[];
  readonly texts: Texts;
  readonly close: () => void;
}

function marksOn(photo: string, notes: readonly Note[], size: Size | null): { marks: Marked[]; marked: Note[] } {
  const found = notes.flatMap((note) => {
    const place = placeOfNote(note);
    const region = place?.photo === photo && size ? regionOf(place.value, size) : null;
    return region ? [{ note, mark: { id: note.id, region } }] : [];
  });
  return { marks: found.map(({ mark }) => mark), marked: found.map(({ note }) => note) };
}

export function Zoom(props: ZoomProps): JSX.Element {
  const { of, id, alt, figure, note, notes, actions, texts, close } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [isWhole, setWhole] = useState(true);
  const [drawn, setDrawn] = useState<Region | null>(null);
  const [pointed, point] = useState<string | null>(note ?? null);
  const size = usePhotoSize(actions, of === 'photo' ? id : undefined);
  const { marks, marked } = marksOn(id, notes, size);
  const { t } = texts;
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const isDrawing = drawn !== null;
  useEffect(() => {
    if (isDrawing) dialog.current?.querySelector<HTMLElement>('[data-drawing]')?.focus();
  }, [isDrawing]);
  const onCancel = (event: Event): void => {
    if (!isDrawing) return;
    event.preventDefault();
    setDrawn(null);
  };
  const shape = size ? { '--ratio': String(size.width / size.height), '--own-width': `${size.width}px` } : {};
  return (
    <dialog ref={dialog} class={isWhole ? 'zoom whole' : 'zoom'} aria-label={`${t('panel.zoom')}: ${alt}`} onClose={close} onCancel={onCancel} onClick={(event) => event.target === dialog.current && dialog.current?.close()}>
      <div class="stage" tabIndex={0} role="group" aria-label={alt}>
        <div class={size ? 'canvas' : 'canvas loose'} style={shape}>
          <Picture actions={actions} of={of} id={id} size={2000} figure={figure} alt={alt} texts={texts} />
          {size && <Marks marks={marks} size={size} pointed={pointed} />}
          {size && drawn && <Drawing size={size} region={drawn} change={setDrawn} texts={texts} />}
        </div>
      </div>
      <RegionList notes={marked} point={point} texts={texts} />
      {drawn && <NewRegion photo={id} region={drawn} actions={actions} texts={texts} done={() => setDrawn(null)} />}
      <p class="zoom-bar">
        <span>{drawn ? t('views.region_keys') : alt}</span>
        {size && !drawn && <button type="button" class="button" data-action="mark-region" onClick={() => setDrawn(firstRegion(size))}>{t('views.region_mark')}</button>}
        <button type="button" class="button" aria-pressed={!isWhole} onClick={() => setWhole(!isWhole)}>{t(isWhole ? 'views.own_size' : 'views.whole')}</button>
        <button type="button" class="button" autofocus onClick={() => dialog.current?.close()}>{t('panel.close')}</button>
      </p>
    </dialog>
  );
}
