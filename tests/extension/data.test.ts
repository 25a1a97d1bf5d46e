/** The shared data this extension reads: platforms parse, texts exist in both languages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDescription } from '@/platforms/description';
import { platforms } from '@/platforms/known';

const SHARED = join(import.meta.dirname, '../../shared');
const json = (path: string): unknown => JSON.parse(readFileSync(join(SHARED, path), 'utf8'));

function keys(tree: unknown, before = ''): string[] {
  if (typeof tree !== 'object' || tree === null) return [before];
  return Object.entries(tree).flatMap(([name, value]) => keys(value, before ? `${before}.${name}` : name));
}

const names = readdirSync(join(SHARED, 'platforms')).filter((name) => name.endsWith('.json'));

it.each(names)('%s is a description this engine reads, named by its id', (name) => {
  const read = readDescription(json(`platforms/${name}`));
  expect(read).toMatchObject({ ok: true, value: { id: name.replace('.json', '') } });
});

it('every platform file is built in', () => {
  expect(platforms.map(({ id }) => `${id}.json`).sort()).toEqual([...names].sort());
});

it('a description for a newer engine is skipped, not misread', () => {
  expect(readDescription({ ...(json('platforms/kuaishou.json') as object), engine: 99 })).toEqual({ ok: false, why: 'engine' });
  expect(readDescription({ engine: 1 })).toEqual({ ok: false, why: 'shape' });
});

describe.each(['badge', 'filling', 'picker', 'platforms', 'panel', 'options', 'extension'])('the texts under %s', (section) => {
  const [zh, en] = ['zh-CN', 'en'].map((language) => (json(`i18n/${language}.json`) as Record<string, unknown>)[section]);

  it('exist in both languages', () => {
    expect(keys(en).sort()).toEqual(keys(zh).sort());
  });

  it('call nobody names', () => {
    expect(JSON.stringify([zh, en])).not.toMatch(/恶意买家|诈骗|骗子|fraudster|scammer/);
  });
});
