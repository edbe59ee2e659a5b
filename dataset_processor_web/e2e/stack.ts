import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { API_URL } from './api.ts';

const run = promisify(execFile);
const PARTS_MAY_TAKE_MS = 180_000;

type Part = 'api' | 'worker' | 'dispatcher' | 's3';

function setting(name: 'STACK_FOLDER' | 'STACK_PYTHON'): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} must name the stack that these tests may stop and start; see the README`);
  return value;
}

let original: Record<string, string> | undefined;

/** What the stack was started with, before any test changed a part of it; what is started again gets the same. */
function settings(): Record<string, string> {
  original ??= JSON.parse(readFileSync(`${setting('STACK_FOLDER')}/environment.json`, 'utf8')) as Record<string, string>;
  return original;
}

async function control(command: 'start' | 'stop', part: Part, changed: Record<string, string> = {}): Promise<void> {
  const argv = ['-m', 'local_stack', '--folder', setting('STACK_FOLDER'), command, part];
  const env = { ...process.env, ...settings(), ...changed };
  await run(setting('STACK_PYTHON'), argv, { env, timeout: PARTS_MAY_TAKE_MS });
}

export const stop = (part: Part) => control('stop', part);
export const start = (part: Part, changed: Record<string, string> = {}) => control('start', part, changed);

/** Sends a signal to a part's process and all that belong to its group. */
function signal(part: Part, name: NodeJS.Signals): void {
  const [pid] = readFileSync(`${setting('STACK_FOLDER')}/pids/${part}.pid`, 'utf8').split(' ');
  process.kill(-Number(pid), name);
}

/** It is gone at once, without a farewell; the stack starts it again by itself. */
export const kill = (part: Part) => signal(part, 'SIGKILL');

/** Until thawed it neither works nor answers, like a machine under too much load. */
export const freeze = (part: Part) => signal(part, 'SIGSTOP');
export const thaw = (part: Part) => signal(part, 'SIGCONT');

export async function expectApi(answers: boolean): Promise<void> {
  const ask = () => fetch(`${API_URL}/healthz`).then(({ ok }) => ok, () => false);
  await expect.poll(ask, { timeout: PARTS_MAY_TAKE_MS }).toBe(answers);
}
