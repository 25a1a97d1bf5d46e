import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const DIST = join(ROOT, 'extension/dist');

interface Manifest {
  readonly permissions: string[];
  readonly host_permissions: string[];
  readonly optional_host_permissions: string[];
  readonly optional_permissions?: string[];
  readonly content_security_policy: { readonly extension_pages: string };
  readonly content_scripts: { readonly matches: string[] }[];
  readonly web_accessible_resources?: unknown;
  readonly externally_connectable?: unknown;
}

/** The names in code in the first column under a heading, with the column after it. */
function table(heading: string): [string, string][] {
  const page = readFileSync(join(ROOT, 'docs/permissions.md'), 'utf8');
  const [, after = ''] = page.split(`## ${heading}\n`);
  const [section = ''] = after.split('\n## ');
  return [...section.matchAll(/^\| `([^`]+)` \| ([^|]+) \|/gm)].map(([, name = '', next = '']) => [name, next.trim()]);
}

const names = (heading: string): string[] => table(heading).map(([name]) => name).sort();
const read = (build: string): Manifest => JSON.parse(readFileSync(join(DIST, build, 'manifest.json'), 'utf8')) as Manifest;

describe.each([['chrome-mv3', 'Chrome'], ['firefox-mv3', 'Firefox']])('%s', (build, browser) => {
  const there = it.skipIf(!existsSync(join(DIST, build, 'manifest.json')));

  there('asks for exactly what the page of permissions explains', () => {
    const told = table('Permissions').filter(([, browsers]) => browsers === 'all' || browsers.includes(browser));
    expect([...read(build).permissions].sort()).toEqual(told.map(([name]) => name).sort());
    expect([...read(build).host_permissions].sort()).toEqual(names('Sites, on installing'));
    expect([...read(build).optional_host_permissions].sort()).toEqual(names('Sites, asked for when needed'));
    expect(read(build).optional_permissions ?? []).toEqual([]);
  });

  there('runs scripts on no page it has no permission for, and shows the web no file', () => {
    const { content_scripts: scripts, host_permissions: hosts, web_accessible_resources: shown } = read(build);
    for (const { matches } of scripts) for (const each of matches) expect(hosts).toContain(each);
    expect(shown).toBeUndefined();
  });

  there('lets nothing but its own files run in its pages', () => {
    const directives = new Map(read(build).content_security_policy.extension_pages.split(/;\s*/).map((each) => {
      const [name = '', ...values] = each.split(' ');
      return [name, values.join(' ')] as const;
    }));
    expect(directives.get('default-src')).toBe("'none'");
    expect(directives.get('script-src')).toBe("'self'");
    expect(directives.get('style-src')).toBe("'self'");
    expect(directives.get('frame-ancestors')).toBe("'none'");
    expect([...directives.values()].join(' ')).not.toMatch(/unsafe|wasm|\*/);
  });
});

it.skipIf(!existsSync(join(DIST, 'chrome-mv3/manifest.json')))('no page and no other extension can open a line to it', () => {
  expect(read('chrome-mv3').externally_connectable).toEqual({ ids: [] });
});
