/** Our own pages' side of the line to the service worker. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { messages } from '@/lib/browser';
import { bad, ownProblem, type Result } from '@/lib/result';
import { extension as extensionEn, options as optionsEn } from '@shared/i18n/en.json';
import { extension as extensionZh, options as optionsZh } from '@shared/i18n/zh-CN.json';
import type { Request } from '@/domain/messages';
import type { StateSummary } from '@/domain/panel-state';
import { type Sections, type Texts, textsOf } from '@/ui/texts';

export async function ask<Value>(request: Request): Promise<Result<Value>> {
  try {
    const answer = await messages.send(request);
    if (typeof answer === 'object' && answer !== null && 'ok' in answer) return answer as Result<Value>;
  } catch {
    // Told below: the worker gave no answer.
  }
  return bad(ownProblem('no-worker'));
}

const OPTIONS = { 'zh-CN': { extension: extensionZh, options: optionsZh }, en: { extension: extensionEn, options: optionsEn } } as const;

export interface Held {
  readonly state: StateSummary | null;
  readonly texts: Texts;
  readonly refresh: () => Promise<void>;
}

/** The state of connection and queue, read again whenever the page is looked at; `title` is a key. */
export function useStatus(title = 'options.title', sections: Sections = OPTIONS): Held {
  const [state, setState] = useState<StateSummary | null>(null);
  const refresh = useCallback(async () => {
    const answer = await ask<StateSummary>({ type: 'state' });
    if (answer.ok) setState(answer.value);
  }, []);
  useEffect(() => {
    void refresh();
    const timer = setInterval(() => {
      if (!document.hidden) void refresh();
    }, 4000);
    return () => clearInterval(timer);
  }, [refresh]);
  const texts = textsOf(state?.texts ?? 'zh-CN', sections);
  useEffect(() => {
    document.documentElement.lang = texts.language;
    document.title = texts.t(title);
  }, [texts.language]);
  return { state, texts, refresh };
}
