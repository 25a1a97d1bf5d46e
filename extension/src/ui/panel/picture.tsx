/** A picture of the server, fetched through the service worker when it comes into view. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '@/lib/result';
import type { FigureOf } from '@/domain/messages';
import type { PanelActions } from '@/ui/panel/model';
import type { Texts } from '@/ui/texts';

const cache = new Map<string, string>();
const MOST = 60;
const AGAIN_MS = 5000;

/** No answer, or none worth the name: the server is away or busy, and comes back. */
export const isPassing = (status: number): boolean => status === 0 || status === 429 || status >= 500;

export interface Asked {
  readonly of: 'photo' | 'figure';
  readonly id: string;
  readonly size: number;
  readonly figure?: FigureOf | undefined;
}

export interface Got {
  /** Undefined while it is on its way, null when there is none. */
  readonly address: string | null | undefined;
  readonly problem: Problem | null;
}

export function usePicture(actions: PanelActions, { of, id, size, figure }: Asked): Got {
  const key = JSON.stringify([of, id, size, figure]);
  const [got, setGot] = useState<Got>({ address: cache.get(key), problem: null });
  useEffect(() => {
    let wanted = true;
    let timer = 0;
    setGot({ address: cache.get(key), problem: null });
    if (!cache.has(key)) {
      const get = async (): Promise<void> => {
        const answer = await actions.picture(of, id, size, figure);
        if (answer.ok) {
          cache.set(key, answer.value);
          const [oldest] = cache.keys();
          if (cache.size > MOST && oldest !== undefined) cache.delete(oldest);
        }
        if (wanted) setGot(answer.ok ? { address: answer.value, problem: null } : { address: null, problem: answer.problem });
        if (wanted && !answer.ok && isPassing(answer.problem.status)) timer = window.setTimeout(() => void get(), AGAIN_MS);
      };
      void get();
    }
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [key]);
  return got;
}

export interface PictureProps extends Asked {
  readonly actions: PanelActions;
  readonly alt: string;
  readonly texts: Texts;
  /** What is said when there is none. */
  readonly missing?: string | ((problem: Problem | null) => string);
}

export function Picture({ actions, alt, texts, missing, ...asked }: PictureProps): JSX.Element {
  const { address, problem } = usePicture(actions, asked);
  if (address === null) return <div class="empty">{(typeof missing === 'function' ? missing(problem) : missing) ?? texts.t('panel.picture_missing')}</div>;
  return address ? <img src={address} alt={alt} draggable={false} /> : <div class="empty waiting" aria-busy="true">{texts.t('panel.picture_loading')}</div>;
}
