/** The popup's way to teach the page in view. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { extension as extensionEn, platforms as platformsEn } from '@shared/i18n/en.json';
import { extension as extensionZh, platforms as platformsZh } from '@shared/i18n/zh-CN.json';
import { activeTab, permissions } from '@/lib/browser';
import { ownProblem, type Problem } from '@/lib/result';
import { ask } from '@/ui/options/worker';
import { problemText } from '@/ui/problem-text';
import { type Language, textsOf } from '@/ui/texts';

const SECTIONS = { 'zh-CN': { extension: extensionZh, platforms: platformsZh }, en: { extension: extensionEn, platforms: platformsEn } } as const;

export function TeachButton({ language }: { language: Language }): JSX.Element {
  const texts = textsOf(language, SECTIONS);
  const [problem, setProblem] = useState<Problem | null>(null);
  const begin = async (): Promise<void> => {
    const tab = await activeTab();
    // Without the tab's address it may be one of the browser's own pages, or one never allowed.
    const isHttps = tab?.url.startsWith('https://') === true;
    const may = isHttps && (await permissions.request([`${new URL(tab.url).origin}/*`]).catch(() => false));
    const begun = tab && may ? await ask({ type: 'teach-start', tab: tab.id }) : { ok: false as const, problem: ownProblem(isHttps ? 'teach-not-permitted' : 'teach-not-here') };
    setProblem(begun.ok ? null : begun.problem);
    if (begun.ok) window.close();
  };
  return (
    <>
      <button type="button" class="button" title={texts.t('platforms.teach_hint')} onClick={() => void begin()}>{texts.t('platforms.teach')}</button>
      {problem && <p class="trouble" role="alert">{problemText(problem, texts)}</p>}
    </>
  );
}
