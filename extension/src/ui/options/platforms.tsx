/** The platforms: which are on, by which description each is read, and the way back to a former one. */
import type { ComponentChildren, JSX } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { extension as extensionEn, platforms as platformsEn } from '@shared/i18n/en.json';
import { extension as extensionZh, platforms as platformsZh } from '@shared/i18n/zh-CN.json';
import { permissions } from '@/lib/browser';
import type { Problem, Result } from '@/lib/result';
import type { Request } from '@/domain/messages';
import type { PlatformsState, PlatformSummary } from '@/domain/platform-state';
import { ask } from '@/ui/options/worker';
import { problemText } from '@/ui/problem-text';
import { type Language, type Texts, textsOf } from '@/ui/texts';

const SECTIONS = { 'zh-CN': { extension: extensionZh, platforms: platformsZh }, en: { extension: extensionEn, platforms: platformsEn } } as const;
const BUILT_IN = 'kuaishou';

type Act = (request: Request) => Promise<Result<unknown>>;

function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function Versions({ platform, texts, act }: { platform: PlatformSummary; texts: Texts; act: Act }): JSX.Element | null {
  const { t } = texts;
  if (platform.versions.length < 2) return <span class="quiet">{t(`platforms.from_${platform.inForce.source}`, { version: platform.inForce.version })}</span>;
  const choose = (value: string): void => void act({ type: 'platform-version', id: platform.id, version: value ? Number(value) : null });
  return (
    <select aria-label={t('platforms.version_of', { name: platform.name[texts.language] })} name={`version-${platform.id}`} value={platform.chosen ?? ''} onChange={(event) => choose(event.currentTarget.value)}>
      <option value="">{t('platforms.newest', { version: platform.inForce.version })}</option>
      {platform.versions.map(({ version, source }) => <option key={version} value={version}>{t(`platforms.from_${source}`, { version })}</option>)}
    </select>
  );
}

function Row({ platform, texts, act }: { platform: PlatformSummary; texts: Texts; act: Act }): JSX.Element {
  const { t } = texts;
  const name = platform.name[texts.language];
  const turn = async (isEnabled: boolean): Promise<void> => {
    // Asked first: the browser takes it only straight from the click.
    const may = !isEnabled || platform.id === BUILT_IN || (await permissions.request(platform.hosts.map((host) => `${host}/*`)).catch(() => false));
    if (may) await act({ type: 'platform', id: platform.id, enabled: isEnabled });
    await act({ type: 'platforms' });
  };
  const hand = async (): Promise<void> => {
    const given = await ask<string>({ type: 'platform-export', id: platform.id });
    if (given.ok) saveFile(`${platform.id}-${platform.inForce.version}.json`, given.value);
  };
  return (
    <li data-platform={platform.id} data-version={platform.inForce.version} data-source={platform.inForce.source}>
      <label class="check">
        <input type="checkbox" name={`platform-${platform.id}`} checked={platform.isEnabled} onChange={(event) => void turn(event.currentTarget.checked)} />
        <span>{name} <span class="quiet">{platform.hosts.map((host) => host.replace('https://', '')).join(' ')}{platform.state === 'unproven' && ` · ${t('platforms.unproven')}`}{platform.isTaught && ` · ${t('platforms.taught')}`}</span></span>
      </label>
      <span class="row">
        <Versions platform={platform} texts={texts} act={act} />
        <button type="button" class="button plain" aria-label={t('platforms.export_of', { name })} onClick={() => void hand()}>{t('platforms.export')}</button>
        {platform.isTaught && <button type="button" class="button plain" aria-label={t('platforms.forget_of', { name })} onClick={() => void act({ type: 'platform-forget', id: platform.id })}>{t('platforms.forget')}</button>}
      </span>
    </li>
  );
}

function Taking({ texts, act }: { texts: Texts; act: Act }): JSX.Element {
  const { t } = texts;
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File | undefined): Promise<void> => {
    if (file) await act({ type: 'platform-import', text: (await file.text()).slice(0, 200_000) });
    if (input.current) input.current.value = '';
  };
  return (
    <>
      <button type="button" class="button" onClick={() => input.current?.click()}>{t('platforms.import')}</button>
      <input ref={input} type="file" name="description" accept="application/json,.json" hidden onChange={(event) => void take(event.currentTarget.files?.[0])} />
    </>
  );
}

export function Platforms({ language, children }: { language: Language; children?: ComponentChildren }): JSX.Element {
  const texts = textsOf(language, SECTIONS);
  const { t } = texts;
  const [state, setState] = useState<PlatformsState | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const act = useCallback<Act>(async (request) => {
    const answer = await ask<PlatformsState | null>(request);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok && answer.value) setState(answer.value);
    return answer;
  }, []);
  useEffect(() => void act({ type: 'platforms' }), [act]);
  return (
    <section class="known-platforms">
      <h2>{t('platforms.title')}</h2>
      <p class="quiet">{t('platforms.lead')}</p>
      <ul class="platforms">{state?.platforms.map((platform) => <Row key={platform.id} platform={platform} texts={texts} act={act} />)}</ul>
      {state?.skipped.map(({ id, version, why }) => <p key={`${id} ${version ?? ''}`} class="trouble" role="status">{t(`platforms.skipped_${why}`, { id, version: version ?? '?' })}</p>)}
      {problem && <p class="trouble" role="alert">{problemText(problem, texts)}</p>}
      <p class="row">
        <button type="button" class="button" onClick={() => void act({ type: 'platforms-check' })}>{t('platforms.check')}</button>
        <Taking texts={texts} act={act} />
        {children}
      </p>
      {state?.checked && <p class="quiet">{t('platforms.checked', { time: new Date(state.checked).toLocaleString(language) })}</p>}
    </section>
  );
}
