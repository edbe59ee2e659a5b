// Sizes, accessibility and Lighthouse of the built page on a running stack whose data may be written to: `npm run audit`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { addressOf, launchBrowser } from '../scripts/stack.mjs';
import { auditAccess } from './axe.mjs';
import { prepareScreens } from './screens.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const project = fileURLToPath(new URL('..', import.meta.url));
const PARTS = ['size', 'axe', 'states', 'lighthouse'];
const { values } = parseArgs({ options: { only: { type: 'string', default: PARTS.join() }, runs: { type: 'string', default: '3' } } });
const parts = values.only.split(',');
const unknown = parts.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) throw new Error(`--only takes ${PARTS.join(', ')}, not ${unknown.join(', ')}`);
let missed = 0;

function tell(line, faults) {
  missed += faults.length;
  console.log(`${faults.length > 0 ? 'MISSED' : 'ok    '}  ${line}`);
  for (const fault of faults) console.log(`        ${fault}`);
}

function run(command, args, cwd) {
  return spawnSync(command, args, { cwd, stdio: 'inherit' }).status === 0;
}

function auditSizes() {
  console.log('\nSize of what is loaded');
  if (!run(process.execPath, ['scripts/check-size.mjs'], project)) missed += 1;
}

async function auditScreens(web, screens) {
  console.log('\nAccessibility (axe), and no scrolling sideways');
  const browser = await launchBrowser();
  for await (const { screen, faults } of auditAccess(browser, web, screens)) tell(screen, faults);
  await browser.close();
}

/** Loading, empty, failed, old, at work, dialogs: made by single answers, as in the tests. */
function auditStates() {
  console.log('\nAccessibility (axe) of every state and dialog');
  if (!run('node_modules/.bin/playwright', ['test', 'states', 'dialogs', 'selection'], project)) missed += 1;
}

async function auditVisits(web, screens) {
  console.log(`\nLighthouse (speed: median of ${values.runs})`);
  if (!existsSync(`${here}node_modules/lighthouse`) && !run('npm', ['ci'], here)) throw new Error('Lighthouse could not be installed');
  const { auditPages } = await import('./lighthouse.mjs');
  const measured = screens.filter(({ measured: wanted }) => wanted);
  for await (const { screen, scores, speeds, measures, faults } of auditPages(web, measured, Number(values.runs))) {
    const told = Object.entries(scores).map(([id, score]) => `${id} ${score}`);
    tell(`${screen}: ${told.join(', ')} (${speeds.join(', ')}; ${measures})`, faults);
  }
}

if (parts.includes('size')) auditSizes();
if (parts.some((part) => part !== 'size')) {
  const screens = await prepareScreens(addressOf('API_URL'));
  const web = addressOf('WEB_URL');
  if (parts.includes('axe')) await auditScreens(web, screens);
  if (parts.includes('states')) auditStates();
  if (parts.includes('lighthouse')) await auditVisits(web, screens);
}
console.log(missed === 0 ? '\nEverything is within its budget.' : `\n${missed} missed`);
process.exitCode = missed === 0 ? 0 : 1;
