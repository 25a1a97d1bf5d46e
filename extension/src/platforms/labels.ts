/** Finds the labels a description names among the shown texts. Never looks at class names. */
import type { Description, IdFormat, LabelName } from '@/platforms/description';
import type { Leaf } from '@/platforms/leaves';
import { clean, escapePattern, remembered } from '@/platforms/text';

export interface LabelHit {
  readonly name: LabelName;
  /** Indices of the first and last leaf that make up the label. */
  readonly from: number;
  readonly to: number;
  /** What stands behind the label in the same text; empty when the value is elsewhere. */
  readonly rest: string;
}

export interface Vocabulary {
  readonly platform: Description;
  readonly find: (leaves: readonly Leaf[]) => LabelHit[];
  readonly splits: (text: string) => readonly number[];
  readonly isNoise: (text: string) => boolean;
  readonly isId: (text: string, kind: 'refund_id' | 'order_id') => boolean;
  readonly isDigits: (text: string) => boolean;
}

function idTest(format: IdFormat): RegExp {
  return new RegExp(`^[${format.characters}]{${format.shortest},${format.longest}}$`);
}

/** How a label is found in one text: its name by its words, longest words first. */
function labelTable(platform: Description): Map<string, LabelName> {
  const table = new Map<string, LabelName>();
  for (const [name, words] of Object.entries(platform.labels)) {
    for (const word of words) table.set(clean(word), name as LabelName);
  }
  return table;
}

// A value may follow a label without a colon only when it cannot be the rest of a longer word.
const BARE_VALUE = /^#?[0-9¥][0-9A-Za-z¥.,-]*$/;

function vocabulary(platform: Description): Vocabulary {
  const table = labelTable(platform);
  const words = [...table.keys()].sort((one, other) => other.length - one.length);
  const choice = words.map(escapePattern).join('|');
  const whole = new RegExp(`^[[【(·•*※]*(${choice})(?:[\\]】)*?]|\\([^)]{0,8}\\))*(:?)(.*)$`, 'su');
  const inText = new RegExp(`(?:${choice})\\s*[:：]`, 'gu');
  const prefixes = new Set(words.flatMap((word) => Array.from(word, (_, end) => word.slice(0, end))));
  prefixes.delete('');
  const typed = new Set(platform.free_text.flatMap((name) => (platform.labels[name] ?? []).map(clean)));
  const noise = new Set(platform.noise.map(clean));
  const tests = { refund_id: idTest(platform.id_formats.refund_id), order_id: idTest(platform.id_formats.order_id) };

  const read = remembered((text): { name: LabelName; rest: string } | null => {
    const match = whole.exec(text);
    const name = match?.[1] === undefined ? undefined : table.get(match[1]);
    if (!match || !name) return null;
    const rest = match[3] ?? '';
    return rest === '' || match[2] === ':' || BARE_VALUE.test(rest) ? { name, rest } : null;
  });
  const joined = (leaves: readonly Leaf[], from: number): { to: number; text: string } | null => {
    let text = leaves[from]?.text ?? '';
    for (let to = from; prefixes.has(text) && to - from < 6; ) {
      to += 1;
      const next = leaves[to];
      if (!next) return null;
      text += next.text;
      if (read(text)) return { to, text };
    }
    return null;
  };
  const find = (leaves: readonly Leaf[]): LabelHit[] => {
    const hits: LabelHit[] = [];
    for (let from = 0; from < leaves.length; from += 1) {
      const text = leaves[from]?.text ?? '';
      if (text.length > 80) continue;
      const single = read(text);
      if (single) hits.push({ ...single, from, to: from });
      else if (prefixes.has(text)) {
        const several = joined(leaves, from);
        const match = several && read(several.text);
        if (several && match) {
          hits.push({ ...match, from, to: several.to });
          from = several.to;
        }
      }
    }
    return hits;
  };
  return {
    platform,
    find,
    splits: remembered((text) => {
      const cuts: number[] = [];
      for (const match of text.matchAll(inText)) {
        const isApart = match.index === 0 || /[\s,;，；|。、]/u.test(text[match.index - 1] ?? '');
        if (isApart && match.index > 0) cuts.push(match.index);
        // Behind such a label the rest of the text is what somebody typed.
        if (isApart && typed.has(clean(match[0]).replace(/:$/, ''))) break;
      }
      return cuts;
    }),
    isNoise: remembered((text) => noise.has(text) || /^[\p{P}\p{S}\p{Co}]+$/u.test(text)),
    isId: (text, kind) => tests[kind].test(text),
    isDigits: (text) => /^[0-9]+$/.test(text),
  };
}

const made = new WeakMap<Description, Vocabulary>();

/** The vocabulary of a platform, made once. */
export function vocabularyOf(platform: Description): Vocabulary {
  const before = made.get(platform);
  if (before) return before;
  const words = vocabulary(platform);
  made.set(platform, words);
  return words;
}
