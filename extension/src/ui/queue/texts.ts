/** The words of the side panel and the popup besides the badge's: the panel's, the settings', the queue's. */
import { extension as extensionEn, options as optionsEn, outcome as outcomeEn, panel as panelEn, queue as queueEn, scenario as scenarioEn } from '@shared/i18n/en.json';
import { extension as extensionZh, options as optionsZh, outcome as outcomeZh, panel as panelZh, queue as queueZh, scenario as scenarioZh } from '@shared/i18n/zh-CN.json';
import type { Sections } from '@/ui/texts';

export const queueSections: Sections = {
  'zh-CN': { extension: extensionZh, options: optionsZh, outcome: outcomeZh, panel: panelZh, queue: queueZh, scenario: scenarioZh },
  en: { extension: extensionEn, options: optionsEn, outcome: outcomeEn, panel: panelEn, queue: queueEn, scenario: scenarioEn },
};
