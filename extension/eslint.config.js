import tseslint from 'typescript-eslint';

const LAYERS = ['lib', 'domain', 'platforms', 'background', 'content', 'ui'];
// What each layer may import besides itself: lib ← domain ← platforms ← {background, content, ui}.
const ALLOWED = {
  lib: [],
  domain: ['lib'],
  platforms: ['lib', 'domain'],
  background: ['lib', 'domain', 'platforms', 'generated'],
  content: ['lib', 'domain', 'platforms', 'ui'],
  ui: ['lib', 'domain', 'platforms'],
};

const layerRule = (layer) => ({
  files: [`src/${layer}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: LAYERS.filter((other) => other !== layer && !ALLOWED[layer].includes(other)).map(
              (other) => `@/${other}/*`,
            ),
            message: `${layer} may import only ${ALLOWED[layer].join(', ') || 'itself'} (STYLE: dependency direction).`,
          },
          { group: ['../*', '**/entrypoints/**'], message: 'Import other folders by @/, never an entry point.' },
        ],
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ['dist', '.wxt', 'src/generated', 'node_modules'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true, IIFEs: false }],
      'no-restricted-globals': [
        'error',
        { name: 'chrome', message: 'Only lib/browser touches the browser.' },
        { name: 'fetch', message: 'Only lib/api-client.ts fetches.' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Taking a member out of a copy is how one leaves it away.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
    },
  },
  ...LAYERS.map(layerRule),
  { files: ['src/lib/browser/**'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['src/lib/api-client.ts'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['eslint.config.js'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['entrypoints/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['../*', './*/', '**/entrypoints/**'], message: 'Entry points never import each other.' }] },
      ],
    },
  },
);
