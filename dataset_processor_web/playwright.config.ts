import { defineConfig, devices } from '@playwright/test';

// `API_URL` names a running stack whose data may be written to; the built page is served by `vite preview`.
const port = Number(process.env.WEB_PORT ?? 5273);
const baseURL = `http://127.0.0.1:${port}`;
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const chrome = devices['Desktop Chrome'];

export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL,
    trace: 'retain-on-failure',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS },
  },
  projects: [
    { name: 'desktop light', use: { ...chrome, viewport: { width: 1280, height: 900 }, colorScheme: 'light' } },
    { name: 'phone dark', use: { ...chrome, viewport: { width: 375, height: 812 }, hasTouch: true, colorScheme: 'dark' } },
  ],
  webServer: {
    command: 'npm run preview',
    url: baseURL,
    env: { API_URL: process.env.API_URL ?? 'http://127.0.0.1:8000', WEB_PORT: String(port) },
    reuseExistingServer: false,
  },
});
