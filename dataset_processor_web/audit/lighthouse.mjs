// Lighthouse on the screens a visit begins with.
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import { CHROMIUM, FLAGS } from '../scripts/stack.mjs';

const WHOLE = ['accessibility', 'best-practices', 'seo'];
const LEAST = { accessibility: 100, 'best-practices': 100, seo: 100 };
const LEAST_DESKTOP = { performance: 95 };

const MEASURES = {
  'first-contentful-paint': 'FCP',
  'largest-contentful-paint': 'LCP',
  'total-blocking-time': 'TBT',
  'cumulative-layout-shift': 'CLS',
};

const median = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

const TRIES = 3;

/** One visit with an empty cache: scores of 0 to 100, and what fell short. A visit that nothing was measured in is made again. */
async function visit(url, categories, config) {
  for (let tried = 1; ; tried += 1) {
    const found = await tryVisit(url, categories, config);
    if (found.broken === undefined) return found;
    if (tried === TRIES) throw new Error(`${url} could not be measured: ${found.broken}`);
  }
}

async function tryVisit(url, categories, config) {
  const chrome = await launch({ chromePath: CHROMIUM, chromeFlags: ['--headless=new', ...FLAGS] });
  try {
    const { lhr } = await lighthouse(url, { port: chrome.port, onlyCategories: categories, logLevel: 'error' }, config);
    const scores = Object.entries(lhr.categories).map(([id, { score }]) => [id, Math.round((score ?? 0) * 100)]);
    return { broken: lhr.runtimeError?.message, scores: Object.fromEntries(scores), failed: failedAudits(lhr), measures: measuresOf(lhr) };
  } finally {
    chrome.kill();
  }
}

/** What the speed is made of, as "LCP 0.7 s". */
function measuresOf({ audits }) {
  return Object.entries(MEASURES)
    .map(([id, word]) => `${word} ${audits[id]?.displayValue ?? '–'}`)
    .join(', ')
    .replaceAll('\u00a0', ' ');
}

function failedAudits({ categories, audits }) {
  return WHOLE.flatMap((id) => categories[id]?.auditRefs ?? [])
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
    .map(({ id }) => audits[id].title);
}

/** Scores of one screen: one visit for what does not vary, the median of `runs` for the speed. */
async function scoreScreen(url, runs, config) {
  const first = await visit(url, [...WHOLE, 'performance'], config);
  const speeds = [first.scores.performance];
  while (speeds.length < runs) speeds.push((await visit(url, ['performance'], config)).scores.performance);
  return { scores: { ...first.scores, performance: median(speeds) }, failed: first.failed, measures: first.measures, speeds };
}

/** One line for each screen and device, with what fell short. A phone's speed is told, not judged. */
export async function* auditPages(web, screens, runs) {
  const devices = [
    { device: 'desktop', config: desktopConfig, least: { ...LEAST, ...LEAST_DESKTOP } },
    { device: 'phone', config: undefined, least: LEAST },
  ];
  for (const { device, config, least } of devices) {
    for (const { name, path } of screens) {
      const { scores, failed, measures, speeds } = await scoreScreen(`${web}${path}`, runs, config);
      const short = Object.keys(least).filter((id) => scores[id] < least[id]);
      const faults = [...short.map((id) => `${id} ${scores[id]} is less than ${least[id]}`), ...failed];
      yield { screen: `${name}, ${device}`, scores, speeds, measures, faults };
    }
  }
}
