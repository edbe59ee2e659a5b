import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const PHONE = 640;
const NARROWEST = 320;

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
}

/** The screen as it is now has no accessibility fault a machine can find, and does not scroll sideways; on a phone not on the narrowest either. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  expect(found).toEqual([]);
  await expectNoSidewaysScroll(page);
  const size = page.viewportSize();
  if (size === null || size.width >= PHONE) return;
  await page.setViewportSize({ ...size, width: NARROWEST });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize(size);
}
