// A running stack and a browser, as the audit and the screenshots use them.
import { chromium } from '@playwright/test';

export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const FINAL = ['success', 'failure'];
const PATIENCE_MS = 120_000;
const PAUSE_MS = 250;

/** An address that must be named by the caller. */
export function addressOf(name) {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} must name a running stack, as http://127.0.0.1:8000 does`);
  return value.replace(/\/$/, '');
}

async function answer(response) {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** Uploads a file and asks for its report; returns the ids of dataset and job. */
export async function send(api, { name, filename, type = 'text/csv', body }) {
  const form = new FormData();
  form.set('name', name);
  form.set('file', new File([body], filename, { type }));
  const { id } = await answer(await fetch(`${api}/datasets`, { method: 'POST', body: form }));
  const { job_id: job } = await answer(await fetch(`${api}/datasets/${id}/process`, { method: 'POST' }));
  return { dataset: id, job };
}

/** Waits until a job has ended; returns it. */
export async function finish(api, job) {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const found = await answer(await fetch(`${api}/jobs/${job}`));
    if (FINAL.includes(found.state)) return found;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`job ${job} has not ended within ${PATIENCE_MS / 1000} s`);
}

export function launchBrowser() {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** Opens an address and waits until its screen is complete. */
export async function openScreen(page, url) {
  await page.goto(url);
  await page.locator('h1').waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
}
