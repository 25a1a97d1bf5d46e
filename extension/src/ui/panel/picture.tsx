/** A picture of the server, fetched through the service worker when it comes into view. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PanelActions } from '@/ui/panel/model';
import type { Texts } from '@/ui/texts';

const cache = new Map<string, string>();
const MOST = 60;

export function usePicture(actions: PanelActions, of: 'photo' | 'figure', id: string, size: number): string | null | undefined {
  const key = `${of} ${id} ${size}`;
  const [address, setAddress] = useState<string | null | undefined>(cache.get(key));
  useEffect(() => {
    let wanted = true;
    setAddress(cache.get(key));
    if (!cache.has(key)) {
      void actions.picture(of, id, size).then((got) => {
        if (got.ok) {
          cache.set(key, got.value);
          const [oldest] = cache.keys();
          if (cache.size > MOST && oldest !== undefined) cache.delete(oldest);
        }
        if (wanted) setAddress(got.ok ? got.value : null);
      });
    }
    return () => {
      wanted = false;
    };
  }, [key]);
  return address;
}

export interface PictureProps {
  readonly actions: PanelActions;
  readonly of: 'photo' | 'figure';
  readonly id: string;
  readonly size: number;
  readonly alt: string;
  readonly texts: Texts;
  readonly missing?: string;
}

export function Picture({ actions, of, id, size, alt, texts, missing }: PictureProps): JSX.Element {
  const address = usePicture(actions, of, id, size);
  if (address === null) return <div class="empty">{missing ?? texts.t('panel.picture_missing')}</div>;
  return address ? <img src={address} alt={alt} draggable={false} /> : <div class="empty waiting" aria-busy="true">{texts.t('panel.picture_loading')}</div>;
}
