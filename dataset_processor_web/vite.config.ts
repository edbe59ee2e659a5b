import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The page's own paths (/jobs) would collide with the API's, so the page calls /api/… and whoever serves it strips that.
const proxy = {
  '/api': {
    target: process.env.API_URL ?? 'http://127.0.0.1:8000',
    changeOrigin: true,
    rewrite: (path: string) => path.replace(/^\/api/, ''),
  },
};
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string };
const host = process.env.WEB_HOST ?? '127.0.0.1';

export default defineConfig({
  define: { __VERSION__: JSON.stringify(version) },
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { port: 5173, strictPort: true, host, proxy },
  preview: { port: Number(process.env.WEB_PORT ?? 5173), strictPort: true, host, proxy },
  build: { manifest: true, target: 'es2022', chunkSizeWarningLimit: 700 },
  test: {
    environment: 'happy-dom',
    environmentOptions: { happyDOM: { url: 'http://page.test/' } },
    setupFiles: ['src/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    // Files share their worker's browser: setting one up costs more than most tests. setup.ts clears it.
    pool: 'threads',
    isolate: false,
    testTimeout: 20_000,
    env: { DEBUG_PRINT_LIMIT: '3000' },
    coverage: { include: ['src/**'], exclude: ['src/api/schema.gen.ts', 'src/testing/**'] },
  },
});
