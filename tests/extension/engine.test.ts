/** Saved pages: a folder with `source.html` and `expected.json` is a case; a new case is a new folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePage, readSaved } from './reading';

const PAGES = join(import.meta.dirname, 'pages');

describe('the engine reads a saved page as a person does', () => {
  for (const name of readdirSync(PAGES)) {
    const folder = join(PAGES, name);
    it(name.replaceAll('-', ' '), () => {
      const html = readFileSync(join(folder, 'source.html'), 'utf8');
      const expected: unknown = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
      const responses = join(folder, 'responses.json');
      const received: unknown[] = existsSync(responses) ? (JSON.parse(readFileSync(responses, 'utf8')) as unknown[]) : [];
      expect(readSaved(parsePage(html), received)).toEqual(expected);
    });
  }
});
