/** The words of enlarged photos and of what a comparison found: they come with those parts, not with the panel. */
import { views as viewsEn } from '@shared/i18n/en.json';
import { views as viewsZh } from '@shared/i18n/zh-CN.json';
import { type Texts, textsOf } from '@/ui/texts';

const SECTIONS = { 'zh-CN': { views: viewsZh }, en: { views: viewsEn } };

export function withViewTexts({ language, has, t }: Texts): Texts {
  const own = textsOf(language, SECTIONS);
  return { language, has, t: (key, values) => (key.startsWith('views.') ? own : { t }).t(key, values) };
}
