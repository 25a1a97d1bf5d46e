import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: { alias: { '@shared': here('../shared'), '@': here('src') } },
  server: { fs: { allow: [here('..')] } },
  test: {
    dir: here('../tests/extension'),
    environment: 'jsdom',
    sequence: { shuffle: true },
    // A hang ends here; what is only slow on a busy machine does not.
    testTimeout: 120_000,
  },
});
