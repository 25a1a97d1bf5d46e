/** The words of the filter bar besides the badge's. */
import { filter as filterEn } from '@shared/i18n/en.json';
import { filter as filterZh } from '@shared/i18n/zh-CN.json';
import { type Language, type Texts, textsOf } from '@/ui/texts';

const SECTIONS = { 'zh-CN': { filter: filterZh }, en: { filter: filterEn } } as const;
export const filterTexts = (language: Language): Texts => textsOf(language, SECTIONS);
