/** Both photos beside each other with numbered boxes on them; the photos themselves stay as they are. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Box } from '@/domain/answers';
import type { Size } from '@/domain/region';
import { Marks } from '@/ui/panel/marking';
import type { PanelActions } from '@/ui/panel/model';
import { Picture } from '@/ui/panel/picture';
import type { ViewsProps } from '@/ui/panel/views';

interface Labelled {
  readonly label: string;
  readonly reference: Box | null;
  readonly candidate: Box | null;
}

/** The size of the upright original, by which boxes are measured; null until it is known. */
export function usePhotoSize(actions: PanelActions, id: string | undefined): Size | null {
  const [known, setKnown] = useState<{ readonly id: string; readonly size: Size } | null>(null);
  useEffect(() => {
    let wanted = id !== undefined;
    if (id !== undefined) {
      void actions.photo(id).then((answer) => {
        const { width, height } = answer.ok ? answer.value : {};
        if (wanted && width && height) setKnown({ id, size: { width, height } });
      });
    }
    return () => {
      wanted = false;
    };
  }, [id]);
  return known?.id === id ? (known?.size ?? null) : null;
}

function Side({ photo, name, boxes, props }: { photo: string | undefined; name: string; boxes: readonly { label: string; box: Box | null }[]; props: Pick<ViewsProps, 'actions' | 'texts' | 'zoom'> }): JSX.Element {
  const { actions, texts, zoom } = props;
  const size = usePhotoSize(actions, photo);
  const marks = boxes.flatMap(({ label, box }) => (box ? [{ id: label, label, region: { x: box.x, y: box.y, w: box.width, h: box.height } }] : []));
  return (
    <figure>
      {photo === undefined ? <div class="empty">{texts.t('panel.no_packing_photo')}</div> : (
        <button type="button" class="bare boxed" aria-label={`${texts.t('panel.zoom')}: ${name}`} onClick={() => zoom({ of: 'photo', id: photo, alt: name })}>
          <Picture actions={actions} of="photo" id={photo} size={960} alt={name} texts={texts} />
          {size && <Marks marks={marks} size={size} pointed={null} />}
        </button>
      )}
      <figcaption>{name}</figcaption>
    </figure>
  );
}

export function BoxedPair({ reference, boxes, ...props }: Omit<ViewsProps, 'reference'> & { readonly reference: string | null | undefined; readonly boxes: readonly Labelled[] }): JSX.Element {
  const { sides, comparison } = props;
  const of = (side: 'reference' | 'candidate'): { label: string; box: Box | null }[] => boxes.map((each) => ({ label: each.label, box: each[side] }));
  return (
    <div class="two boxed-pair">
      <Side photo={reference ?? undefined} name={sides.reference} boxes={of('reference')} props={props} />
      <Side photo={comparison.candidate} name={sides.candidate} boxes={of('candidate')} props={props} />
    </div>
  );
}
