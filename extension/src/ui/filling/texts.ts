/** The words of filling in a form, besides the badge's. */
import { extension as extensionEn, filling as fillingEn } from '@shared/i18n/en.json';
import { extension as extensionZh, filling as fillingZh } from '@shared/i18n/zh-CN.json';
import { type Language, type Texts, textsOf } from '@/ui/texts';

const SECTIONS = { 'zh-CN': { extension: extensionZh, filling: fillingZh }, en: { extension: extensionEn, filling: fillingEn } } as const;

export const fillingTexts = (language: Language): Texts => textsOf(language, SECTIONS);
