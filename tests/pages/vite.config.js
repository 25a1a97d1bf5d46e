import { defineConfig } from 'vite'

// Relative addresses, as in ../../sample: the tests say under which address it stands.
export default defineConfig({
  base: './',
  define: { __VUE_OPTIONS_API__: true, __VUE_PROD_DEVTOOLS__: false, __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false },
  build: { target: 'es2022', chunkSizeWarningLimit: 1600, modulePreload: { polyfill: false } },
})
