/** The words the panel says besides the badge's. */
import { extension as extensionEn, outcome as outcomeEn, panel as panelEn, scenario as scenarioEn } from '@shared/i18n/en.json';
import { extension as extensionZh, outcome as outcomeZh, panel as panelZh, scenario as scenarioZh } from '@shared/i18n/zh-CN.json';
import { type Language, type Texts, textsOf } from '@/ui/texts';

const SECTIONS = {
  'zh-CN': { extension: extensionZh, outcome: outcomeZh, panel: panelZh, scenario: scenarioZh },
  en: { extension: extensionEn, outcome: outcomeEn, panel: panelEn, scenario: scenarioEn },
} as const;

export const scenarioIds = Object.keys(scenarioZh);
export const panelTexts = (language: Language): Texts => textsOf(language, SECTIONS);
