import { defineConfig, devices } from '@playwright/test';

// `API_URL` names a running stack whose data may be written to, `WEB_URL` a server of the built page in front of it;
// without the latter `vite preview` serves it. README.md says what else the stack must be.
const port = Number(process.env.WEB_PORT ?? 5273);
const served = process.env.WEB_URL ?? '';
const baseURL = served === '' ? `http://127.0.0.1:${port}` : served;
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
// Stop and start parts of the stack, or choose how wide the window is; once is enough.
const ONCE = /(outages|limits|live|narrow|downloads)\.spec\.ts/;

export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    baseURL,
    // Without pictures of every moment: they cost more than all the rest.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
    screenshot: 'only-on-failure',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS },
  },
  projects: [
    { name: 'desktop light', use: { ...chrome, viewport: { width: 1280, height: 900 }, colorScheme: 'light' } },
    {
      name: 'phone dark',
      testIgnore: ONCE,
      use: { ...chrome, viewport: { width: 375, height: 812 }, hasTouch: true, colorScheme: 'dark' },
    },
  ],
  ...(served === '' && {
    webServer: {
      command: 'npm run preview',
      url: baseURL,
      env: { API_URL: process.env.API_URL ?? 'http://127.0.0.1:8000', WEB_PORT: String(port) },
      reuseExistingServer: false,
      // It tells of every request while the API is away on purpose.
      stderr: 'ignore',
    },
  }),
});
