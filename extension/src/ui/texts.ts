/** The words of both languages, Chinese first. */
import { badge as badgeEn, level as levelEn } from '@shared/i18n/en.json';
import { badge as badgeZh, level as levelZh } from '@shared/i18n/zh-CN.json';

// What every page of a platform says; a part brings its own sections (`ui/panel/texts.ts`).
const WORDS = { 'zh-CN': { badge: badgeZh, level: levelZh }, en: { badge: badgeEn, level: levelEn } } as const;

export type Language = keyof typeof WORDS;
export type Values = Readonly<Record<string, string | number>>;

export interface Texts {
  readonly language: Language;
  /** The text of a dotted key, `{name}` filled in; the key itself when there is none. */
  readonly t: (key: string, values?: Values) => string;
  readonly has: (key: string) => boolean;
}

function find(tree: unknown, key: string): string | null {
  let at: unknown = tree;
  for (const part of key.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return null;
    at = (at as Record<string, unknown>)[part];
  }
  return typeof at === 'string' ? at : null;
}

export type Sections = Readonly<Record<Language, object>>;

/** `more` are the sections only some pages say: what every page of a platform loads stays small. */
export function textsOf(language: Language, more?: Sections): Texts {
  const words = { ...WORDS[language], ...more?.[language] };
  return {
    language,
    has: (key) => find(words, key) !== null,
    t: (key, values = {}) => {
      const text = find(words, key) ?? (more && find(more['zh-CN'], key)) ?? find(WORDS['zh-CN'], key) ?? key;
      return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
    },
  };
}

/** Time until a deadline in its two largest units, `isExact` to the second in the last hour; null when there is none. */
export function timeLeft(deadline: string | null | undefined, { t }: Texts, now: number, isExact = false): { text: string; soon: boolean } | null {
  if (!deadline) return null;
  const minutes = Math.floor((Date.parse(deadline) - now) / 60_000);
  if (Number.isNaN(minutes)) return null;
  if (minutes < 0) return { text: t('badge.time_over'), soon: true };
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  if (isExact && minutes < 60) {
    const seconds = Math.floor((Date.parse(deadline) - now) / 1000) % 60;
    return { text: t('badge.time_seconds', { minutes, seconds }), soon: true };
  }
  const text = days
    ? t('badge.time_days', { days, hours })
    : hours
      ? t('badge.time_hours', { hours, minutes: minutes % 60 })
      : t('badge.time_minutes', { minutes });
  return { text, soon: minutes < 720 };
}
