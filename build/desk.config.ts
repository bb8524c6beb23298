/** How the desk's page is bundled: one page and one worker, files only (no inline script or style), for Chrome 114 and later. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const CHROME = 'chrome114';

/** The house that a page under development asks, as a page that the house itself serves does: by its own origin. */
const house = process.env.ROSTRUM_HOUSE ?? 'http://127.0.0.1:4280';

export default defineConfig(({ mode }) => ({
  root: new URL('../renderer', import.meta.url).pathname,
  base: './',
  plugins: [react()],
  define: { __PERF__: JSON.stringify(mode === 'perf') },
  css: {
    modules: { generateScopedName: mode === 'production' ? '[hash:base64:6]' : '[name]_[local]_[hash:base64:4]' },
  },
  worker: { format: 'es' },
  build: {
    outDir: new URL(mode === 'perf' ? '../out/desk-perf' : '../out/desk', import.meta.url).pathname,
    emptyOutDir: true,
    target: CHROME,
    cssTarget: CHROME,
    sourcemap: true,
    modulePreload: { polyfill: false },
    // A data: address would need `font-src data:` in the content policy; pictures and fonts stay files.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  server: {
    host: '127.0.0.1',
    port: Number(process.env.ROSTRUM_DESK_PORT ?? 4500),
    strictPort: true,
    proxy: { '/v1': house, '/healthz': house, '/readyz': house },
  },
}));
