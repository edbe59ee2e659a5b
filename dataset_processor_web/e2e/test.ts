import { type BrowserContext, expect, test as base } from '@playwright/test';

/** What must not happen in any test unless it says so: console errors (CSP violations are such), uncaught errors, dialogs. */
export class Faults {
  readonly #found: string[] = [];
  // Chromium drops requests when any interface of the machine comes or goes; the page asks again.
  readonly #allowed: RegExp[] = [/net::ERR_NETWORK_CHANGED/];

  watch(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error') this.#found.push(`console: ${message.text()} ${message.location().url}`);
    });
    context.on('weberror', (error) => this.#found.push(`uncaught: ${error.error().message}`));
    context.on('dialog', (dialog) => {
      // Chromium asks before a tab with an upload is left; nothing else may ask.
      if (dialog.type() !== 'beforeunload') this.#found.push(`dialog: ${dialog.message()}`);
      void dialog.accept();
    });
  }

  /** Console errors that the test brings about on purpose. */
  allow(...patterns: RegExp[]): void {
    this.#allowed.push(...patterns);
  }

  get unexpected(): string[] {
    return this.#found.filter((fault) => !this.#allowed.some((pattern) => pattern.test(fault)));
  }
}

interface Fixtures {
  faults: Faults;
  /** One more visitor, who shares nothing with the others. */
  newVisitor: () => Promise<BrowserContext>;
}

export const test = base.extend<Fixtures>({
  faults: [
    async ({ context }, use) => {
      const faults = new Faults();
      faults.watch(context);
      await use(faults);
      expect(faults.unexpected).toEqual([]);
    },
    { auto: true },
  ],
  newVisitor: async ({ browser, faults }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext();
      faults.watch(context);
      contexts.push(context);
      return context;
    });
    for (const context of contexts) await context.close();
  },
});

export { expect };

/** What Chromium's console says of an answer, by status; of none at all too. */
export const FAILED_ANSWER = /Failed to load resource/;
