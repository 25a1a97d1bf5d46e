/** The words of the picker. */
import { extension as extensionEn, picker as pickerEn } from '@shared/i18n/en.json';
import { extension as extensionZh, picker as pickerZh } from '@shared/i18n/zh-CN.json';
import { type Language, type Texts, textsOf } from '@/ui/texts';

const SECTIONS = { 'zh-CN': { extension: extensionZh, picker: pickerZh }, en: { extension: extensionEn, picker: pickerEn } } as const;

export const pickerTexts = (language: Language): Texts => textsOf(language, SECTIONS);
