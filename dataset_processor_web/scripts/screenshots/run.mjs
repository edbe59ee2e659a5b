// Pictures of the page on a running stack whose data may be written to: `npm run screenshots`.
// Without an option those of the README; with `--all folder` every screen, light and dark, wide and on a phone.
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { addressOf, launchBrowser, openScreen } from '../stack.mjs';
import { prepareDatasets } from './datasets.mjs';
import { everything, showcase } from './screens.mjs';

const README_PICTURES = fileURLToPath(new URL('../../docs/screenshots', import.meta.url));
const MOST_BYTES = 300_000;
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 375, height: 812 };
const { values } = parseArgs({ options: { all: { type: 'string' }, only: { type: 'string', default: '' } } });

async function answerFor(page, answers) {
  for (const [path, body] of Object.entries(answers)) {
    await page.route(({ pathname }) => pathname === `/api${path}`, (route) => route.fulfill({ json: body }));
  }
}

/** Makes the window as high as its content, so that what is fixed to its ends stands there. */
async function stretch(page, { width, height }) {
  const needed = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, needed) });
  await page.waitForTimeout(100);
}

/** One screen as a file. */
async function take(browser, web, { path, scheme, window, answers = {}, act, fullPage = false, scale = 1 }, file) {
  const context = await browser.newContext({ viewport: window, colorScheme: scheme, reducedMotion: 'reduce', deviceScaleFactor: scale });
  const page = await context.newPage();
  await answerFor(page, answers);
  await openScreen(page, `${web}${path}`);
  await act?.(page);
  await page.evaluate(() => document.activeElement?.blur());
  if (fullPage) await stretch(page, window);
  await page.screenshot({ path: file });
  await context.close();
}

async function takeShowcase(browser, web, places) {
  await mkdir(README_PICTURES, { recursive: true });
  for (const screen of showcase(places)) {
    const file = join(README_PICTURES, `${screen.name}.png`);
    await take(browser, web, { ...screen, scale: 1.25 }, file);
    const { size } = await stat(file);
    console.log(`${file} ${Math.round(size / 1000)} kB`);
    if (size > MOST_BYTES) throw new Error(`more than ${MOST_BYTES / 1000} kB`);
  }
}

async function takeAll(browser, web, places, folder) {
  await mkdir(folder, { recursive: true });
  for (const screen of everything(places).filter(({ name }) => name.startsWith(values.only))) {
    for (const [device, window] of [['wide', WIDE], ['phone', PHONE]]) {
      for (const scheme of ['light', 'dark']) {
        await take(browser, web, { ...screen, scheme, window, fullPage: true }, join(folder, `${screen.name}-${device}-${scheme}.png`));
      }
    }
  }
  console.log(folder);
}

const web = addressOf('WEB_URL');
const places = await prepareDatasets(addressOf('API_URL'), { withOddOnes: values.all !== undefined });
const browser = await launchBrowser();
if (values.all === undefined) await takeShowcase(browser, web, places);
else await takeAll(browser, web, places, values.all);
await browser.close();
