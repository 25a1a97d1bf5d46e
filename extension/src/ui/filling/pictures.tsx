/** The pictures that could go into the form, in the order of what they show, each with its tick. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Prepared } from '@/domain/filling';
import type { FillingProps } from '@/ui/filling/filling';
import { problemText } from '@/ui/problem-text';

export const sizeOf = (bytes: number): string => (bytes >= 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} kB`);

const ENDING: Readonly<Record<string, string>> = { 'image/jpeg': 'JPEG', 'image/png': 'PNG', 'image/webp': 'WebP', 'image/heic': 'HEIC', 'image/heif': 'HEIF' };

function save(name: string, type: string, base64: string): void {
  const link = document.createElement('a');
  link.href = `data:${type};base64,${base64}`;
  link.download = name;
  link.click();
}

function Thumbnail({ prepared, props }: { prepared: Prepared; props: FillingProps }): JSX.Element {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    void props.picture(prepared).then((got) => !isGone && setAddress(got.ok ? got.value : null));
    return () => {
      isGone = true;
    };
  }, [prepared.id]);
  return address ? <img src={address} alt="" width="56" height="56" /> : <span class="blank" aria-hidden="true" />;
}

function Row({ prepared, isChosen, isFull, toggle, props }: { prepared: Prepared; isChosen: boolean; isFull: boolean; toggle: () => void; props: FillingProps }): JSX.Element {
  const { texts, limits } = props;
  const { t } = texts;
  const [problem, setProblem] = useState('');
  const tooLarge = limits.bytes !== null && prepared.size !== undefined && prepared.size > limits.bytes;
  const otherFormat = prepared.media_type !== undefined && !limits.formats.some((format) => format === prepared.media_type);
  const download = async (): Promise<void> => {
    const got = await props.bytes(prepared);
    if (got.ok) save(got.value.name, got.value.media_type, got.value.base64);
    setProblem(got.ok ? '' : problemText(got.problem, texts));
  };
  const facts = [prepared.media_type && (ENDING[prepared.media_type] ?? prepared.media_type), prepared.size && sizeOf(prepared.size)].filter(Boolean).join(' · ');
  return (
    <li>
      <label>
        <input type="checkbox" checked={isChosen} disabled={!isChosen && isFull} onChange={toggle} />
        <Thumbnail prepared={prepared} props={props} />
        <span>
          {t(`filling.role_${prepared.role}`)}
          {facts && <small class="quiet">{facts}</small>}
          {(tooLarge || otherFormat) && <small>{t(tooLarge ? 'filling.will_shrink' : 'filling.will_convert')}</small>}
          {problem && <small class="trouble">{problem}</small>}
        </span>
      </label>
      <button type="button" class="button plain" onClick={() => void download()}>{t('filling.download')}</button>
    </li>
  );
}

export function Pictures({ props, prepared, chosen, room, choose }: { props: FillingProps; prepared: readonly Prepared[]; chosen: readonly Prepared[]; room: number; choose: (ids: readonly string[]) => void }): JSX.Element | null {
  const { texts: { t }, limits, hasPictures, shown } = props;
  if (!prepared.length) return null;
  const ids = chosen.map(({ id }) => id);
  return (
    <fieldset class="pictures">
      <legend>{t('filling.pictures')} <small class="quiet">{limits.pictures === null ? ids.length : `${ids.length} / ${room}`}</small></legend>
      {hasPictures && shown > 0 && <p class="quiet">{t('filling.there_already', { count: shown })}</p>}
      {!hasPictures && <p class="trouble">{t('filling.no_upload')}</p>}
      <ul>
        {prepared.map((each) => (
          <Row key={each.id} prepared={each} isChosen={ids.includes(each.id)} isFull={ids.length >= room} props={props}
            toggle={() => choose(ids.includes(each.id) ? ids.filter((id) => id !== each.id) : [...ids, each.id])} />
        ))}
      </ul>
    </fieldset>
  );
}
