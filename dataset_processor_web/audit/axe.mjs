// Every screen, light and dark, wide and narrow, by the rules of axe.
import { AxeBuilder } from '@axe-core/playwright';
import { openScreen } from '../scripts/stack.mjs';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WINDOWS = { desktop: { width: 1280, height: 900 }, phone: { width: 375, height: 812 } };

function describe({ id, nodes }) {
  return `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`;
}

/** Runs in the page: how far it scrolls sideways, and what sticks out. */
function findOverflow() {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const wide = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > clientWidth);
  const named = wide.slice(-3).map((element) => element.outerHTML.slice(0, 120));
  return [`scrolls sideways by ${scrollWidth - clientWidth} px: ${named.join(' | ')}`];
}

async function auditScreen(page, url) {
  await openScreen(page, url);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return [...violations.map(describe), ...(await page.evaluate(findOverflow))];
}

/** One line for each screen, scheme and window, with what is wrong there. */
export async function* auditAccess(browser, web, screens) {
  for (const [window, viewport] of Object.entries(WINDOWS)) {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      for (const { name, path } of screens) {
        yield { screen: `${name}, ${window}, ${colorScheme}`, faults: await auditScreen(page, `${web}${path}`) };
      }
      await context.close();
    }
  }
}
