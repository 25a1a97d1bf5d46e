/** Pairing by a QR code: a screenshot pasted, dropped or chosen, or the camera. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Offer, offerIn } from '@/domain/pairing-offer';
import { codeIn, watchCamera } from '@/ui/options/reading-qr';
import type { Texts } from '@/ui/texts';

interface QrReaderProps {
  readonly texts: Texts;
  readonly found: (offer: Offer) => void;
}

type Saying = 'reading' | 'qr_none' | 'qr_other' | 'qr_found' | 'camera_refused' | null;

const pictureOf = (data: DataTransfer | null): File | null => [...(data?.files ?? [])].find(({ type }) => type.startsWith('image/')) ?? null;

export function QrReader({ texts: { t }, found }: QrReaderProps): JSX.Element {
  const [saying, setSaying] = useState<Saying>(null);
  const [isWatching, setWatching] = useState(false);
  const video = useRef<HTMLVideoElement>(null);
  const take = (text: string | null): void => {
    const offer = text === null ? null : offerIn(text);
    setSaying(offer ? 'qr_found' : text === null ? 'qr_none' : 'qr_other');
    if (offer) found(offer);
  };
  const read = async (file: Blob | null | undefined): Promise<void> => {
    if (!file) return;
    setSaying('reading');
    take(await codeIn(file));
  };
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const picture = pictureOf(event.clipboardData);
      if (!picture) return;
      event.preventDefault();
      void read(picture);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, []);
  useEffect(() => {
    if (!isWatching || !video.current) return;
    const ending = new AbortController();
    watchCamera(video.current, ending.signal)
      .then((text) => text !== null && take(text), () => setSaying('camera_refused'))
      .finally(() => setWatching(false));
    return () => ending.abort();
  }, [isWatching]);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    void read(pictureOf(event.dataTransfer));
  };
  return (
    <div class="qr" data-qr onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <p>{t('options.qr_lead')}</p>
      <p class="row">
        <label class="button file">
          {t('options.qr_choose')}
          <input type="file" name="qr" accept="image/*" class="sr" onChange={(event) => void read(event.currentTarget.files?.[0])} />
        </label>
        <button type="button" class="button" aria-pressed={isWatching} onClick={() => setWatching(!isWatching)}>{t(isWatching ? 'options.camera_stop' : 'options.camera')}</button>
      </p>
      {isWatching && <video ref={video} muted playsInline aria-label={t('options.camera_view')} />}
      <p role="status" class={saying === 'qr_found' || saying === 'reading' || saying === null ? 'quiet' : 'trouble'} data-qr-said={saying ?? ''}>{saying && t(`options.${saying}`)}</p>
    </div>
  );
}
