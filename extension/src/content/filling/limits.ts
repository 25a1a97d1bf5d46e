/** What a form takes: what it says itself, held against what the description knows. */
import type { FormLimits, PictureFormat } from '@/domain/filling';
import type { Description } from '@/platforms/description';
import { clean } from '@/platforms/text';
import { itemOf, textsIn } from '@/content/filling/controls';
import type { PlatformForm } from '@/content/filling/forms';

const COUNT = [/(?:最多|不超过|不多于|至多|限|上限|upto|atmost|max(?:imum)?)[^\d]{0,8}(\d{1,2})(?:张|个|幅|p\b|pictures?|images?|files?|photos?)/i, /(\d{1,2})(?:张|个文件|幅)(?:以内|以下|图片?以内)/];
const COUNTER = /(?<![\d/])(\d{1,5})\/(\d{1,5})(?![\d/])/;
const SIZE = /(\d{1,4}(?:\.\d{1,2})?)(k|m|兆)b?(?![a-z])/gi;
const CHARACTERS = [/(?:最多|不超过|不多于|至多|限|上限|upto|max(?:imum)?)[^\d]{0,8}(\d{2,5})(?:个?字|字符|汉字|characters?)/i, /(\d{2,5})(?:个?字符?|汉字)(?:以内|以下)/];
const FORMATS: readonly [RegExp, PictureFormat][] = [
  [/jpe?g/i, 'image/jpeg'], [/png/i, 'image/png'], [/webp/i, 'image/webp'], [/gif/i, 'image/gif'], [/bmp/i, 'image/bmp'],
];

const first = (patterns: readonly RegExp[], text: string): number | null => {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1];
    if (found) return Number(found);
  }
  return null;
};

function bytesIn(text: string): number | null {
  const sizes = [...text.matchAll(SIZE)].map(([, number, unit]) => Number(number) * (/k/i.test(unit ?? '') ? 1024 : 1024 * 1024));
  return sizes.length ? Math.min(...sizes) : null;
}

function formatsIn(text: string): PictureFormat[] {
  return FORMATS.filter(([pattern]) => pattern.test(text)).map(([, format]) => format);
}

/** Known limits count beside what the form says; a mere assumption only where it says nothing. */
function together(said: number | null, known: { value: number; assumed?: true | undefined } | undefined): number | null {
  if (said === null) return known?.value ?? null;
  return known && known.assumed !== true ? Math.min(said, known.value) : said;
}

function saidOfText(form: PlatformForm): number | null {
  const { text, scope } = form;
  if (!text) return null;
  const longest = 'maxLength' in text && text.maxLength > 0 && text.maxLength < 100_000 ? text.maxLength : null;
  const words = clean([...textsIn(itemOf(text, scope)), text.getAttribute('placeholder') ?? ''].join(' '));
  const counter = COUNTER.exec(words)?.[2];
  return longest ?? first(CHARACTERS, words) ?? (counter && Number(counter) >= 10 ? Number(counter) : null);
}

/** `accept` of the input goes before the hints written beside it. */
function saidOfFormats(form: PlatformForm, hints: string): PictureFormat[] {
  const accepted = form.pictures?.accept ?? '';
  if (/image\/\*|\*\/\*/.test(accepted) || accepted === '') return formatsIn(hints);
  const exact = formatsIn(accepted);
  return exact.length ? exact : formatsIn(hints);
}

export function limitsOf(form: PlatformForm, platform: Description): FormLimits {
  const { limits: names, formats } = form.words;
  const known = (name: string | undefined): { value: number; assumed?: true | undefined } | undefined => (name === undefined ? undefined : platform.limits[name]);
  const area = form.pictures ?? form.drop;
  const hints = area ? clean(textsIn(itemOf(area, form.scope)).join(' ')) : '';
  const counter = COUNTER.exec(hints)?.[2];
  const said = saidOfFormats(form, hints);
  return {
    text: together(saidOfText(form), known(names.text)),
    pictures: together(first(COUNT, hints) ?? (counter ? Number(counter) : null), known(names.pictures)),
    bytes: together(bytesIn(hints), known(names.bytes)),
    formats: said.length ? said : formats,
  };
}
