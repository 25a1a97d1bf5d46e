import { fileURLToPath } from 'node:url';
import { defineConfig } from 'wxt';

// The public half of a key nobody keeps: it only fixes the id of an unpacked extension.
const KEY = 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAovmpTXX/b0DUh4KKtzFp6uAx/D36F9zblFQ/FVFBQX4lTUv7umyT/iNNiHf1e3PpHnCCpLGFEGvIPE+iONa+IJUj7ZCD/yYF4Irvfw4fUmce0u+Fwo+0gagzreaPXhOdNM2efNkXBdUEhto5yPMolSkGfmKgAZbrkoXTgnsi0bMqa3a+wLM+OqtRTM+jYCoBCKB3xhsJmfmarOgntSuK27UvCMItpCkf05YBMnVel+nZcv5MkQ6DXCm/snUGCSsPzBNViW53CeJTHiTZGXs73OwK4os2CiRkoVScJ06wsaYs3me9URuE7ryZtejZu3UftWoS25pZzlL1tV3TJVZiAwIDAQAB';
const SHARED = fileURLToPath(new URL('../shared', import.meta.url));

const SECTIONS = ['badge', 'filling', 'picker', 'platforms', 'panel', 'views', 'filter', 'queue', 'options', 'extension', 'level', 'outcome', 'scenario'];

/** Of the shared texts only what the extension says: its sections, and of a scenario its name. */
const ownTexts = {
  name: 'own-texts',
  enforce: 'pre' as const,
  transform: (code: string, id: string): string | null => {
    if (!/shared\/i18n\/[\w-]+\.json$/.test(id.split('?')[0] ?? '')) return null;
    const all = JSON.parse(code) as Record<string, Record<string, { name?: string }>>;
    const kept = Object.fromEntries(SECTIONS.map((section) => [section, all[section] ?? {}]));
    kept.scenario = Object.fromEntries(Object.entries(all.scenario ?? {}).map(([key, { name }]) => [key, { name: name ?? key }]));
    return JSON.stringify(kept);
  },
};

/** Chinese as it is, not as six characters each: the browser reads our scripts as UTF-8, and pages load half of it. */
const plainChinese = {
  name: 'plain-chinese',
  enforce: 'post' as const,
  generateBundle: (_: unknown, bundle: Record<string, { type: string; code?: string }>): void => {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk' || chunk.code === undefined) continue;
      chunk.code = chunk.code.replace(/(\\+)u([0-9a-fA-F]{4})/g, (whole: string, slashes: string, hex: string) => {
        const code = Number.parseInt(hex, 16);
        const isPlain = (code >= 0x2e80 && code <= 0x9fff) || (code >= 0xff01 && code <= 0xff5e) || (code >= 0x3000 && code <= 0x303f);
        return slashes.length % 2 === 1 && isPlain ? slashes.slice(1) + String.fromCharCode(code) : whole;
      });
    }
  },
};

const NO_CONTEXT = fileURLToPath(new URL('src/content/no-context.ts', import.meta.url));

export default defineConfig({
  outDir: 'dist',
  srcDir: 'src',
  entrypointsDir: '../entrypoints',
  publicDir: 'public',
  alias: { '@shared': SHARED },
  imports: false,
  manifest: ({ browser }) => ({
    name: '__MSG_name__',
    description: '__MSG_description__',
    default_locale: 'zh_CN',
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            // All of it goes to the seller's own server and nowhere else; Mozilla's word for that is still "collected".
            gecko: {
              id: 'returnproof@returnproof.invalid',
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['websiteContent', 'personallyIdentifyingInfo'] },
            },
            gecko_android: { strict_min_version: '142.0' },
          },
        }
      : { key: KEY, minimum_chrome_version: '116', externally_connectable: { ids: [] } }),
    permissions: [
      'activeTab',
      'contextMenus',
      'alarms',
      'scripting',
      'storage',
      'unlimitedStorage',
      ...(browser === 'firefox' ? [] : ['pageCapture']),
    ],
    host_permissions: [
      'http://127.0.0.1/*',
      'http://localhost/*',
      'https://s.kwaixiaodian.com/*',
    ],
    optional_host_permissions: ['http://*/*', 'https://*/*'],
    content_security_policy: {
      extension_pages:
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    },
    action: { default_title: '__MSG_name__' },
    commands: { keep: { suggested_key: { default: 'Alt+Shift+K' }, description: '__MSG_command_keep__' } },
    icons: { 16: 'icon/16.png', 32: 'icon/32.png', 48: 'icon/48.png', 128: 'icon/128.png' },
  }),
  vite: () => ({
    resolve: { alias: { 'wxt/utils/content-script-context': NO_CONTEXT } },
    plugins: [ownTexts, plainChinese],
    build: { target: 'chrome116', reportCompressedSize: false },
  }),
});
