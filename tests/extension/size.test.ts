import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const BUILD = join(import.meta.dirname, '../../extension/dist/chrome-mv3');
const LIMIT = 150_000;

it.skipIf(!existsSync(BUILD))('the content scripts stay within 150 kB', () => {
  expect(statSync(join(BUILD, 'content-scripts/page.js')).size).toBeLessThanOrEqual(LIMIT);
});

it.skipIf(!existsSync(BUILD))('the manifest asks for nothing beyond what the decision record explains', () => {
  const manifest = JSON.parse(readFileSync(join(BUILD, 'manifest.json'), 'utf8')) as Record<string, unknown>;
  expect(manifest.permissions).toEqual(['alarms', 'scripting', 'storage', 'unlimitedStorage', 'pageCapture']);
  expect(manifest.host_permissions).toEqual(['http://127.0.0.1/*', 'http://localhost/*', 'https://s.kwaixiaodian.com/*']);
  expect(manifest.key).toMatch(/^MII/);
});
