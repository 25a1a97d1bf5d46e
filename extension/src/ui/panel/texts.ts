/** The words the panel says besides the badge's. Only Chinese comes with it: English is a part of its own. */
import { extension, outcome, panel, scenario } from '@shared/i18n/zh-CN.json';
import type { EnglishSections } from '@/ui/panel/english';
import { type Language, type Texts, textsOf } from '@/ui/texts';

const CHINESE = { extension, outcome, panel, scenario };

export const scenarioIds = Object.keys(scenario);

/** In English only with its words; without them in Chinese, which is better than nothing. */
export const panelTexts = (language: Language, english: EnglishSections | null): Texts =>
  textsOf(english ? language : 'zh-CN', { 'zh-CN': CHINESE, en: english ?? {} });
