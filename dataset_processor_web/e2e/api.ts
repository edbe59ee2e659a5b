import { Buffer } from 'node:buffer';
import { expect } from '@playwright/test';
import type { components } from '../src/api/schema.gen.ts';
import type { DataFile } from './files.ts';

type Schemas = components['schemas'];
export type Dataset = Schemas['DatasetPublic'];
export type Job = Schemas['JobPublic'];

export const API_URL = process.env.API_URL ?? 'http://127.0.0.1:8000';
/** Longer than a worker that was killed needs to start and find its job. */
export const WHOLE_JOB = { timeout: 90_000 };

async function call<T>(path: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(`${API_URL}${path}`, init);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

export const getDataset = (id: string) => call<Dataset>(`/datasets/${id}`);
export const getJob = (id: string) => call<Job>(`/jobs/${id}`);
export const getReport = (id: string) => call<Record<string, unknown>>(`/datasets/${id}/report`);
export const getMeta = () => call<Schemas['Meta']>('/meta');

/** A dataset that nobody has asked to be processed. */
export async function store(file: DataFile, name = file.name): Promise<string> {
  const form = new FormData();
  form.set('name', name);
  form.set('file', new File([new Uint8Array(file.buffer)], file.name, { type: file.mimeType }));
  return (await call<Schemas['DatasetUploadPublic']>('/datasets', { method: 'POST', body: form })).id;
}

export async function startJob(datasetId: string): Promise<string> {
  return (await call<Schemas['JobEnqueuePublic']>(`/datasets/${datasetId}/process`, { method: 'POST' })).job_id;
}

export async function expectJob(id: string, state: Job['state'] | RegExp): Promise<void> {
  const pattern = state instanceof RegExp ? state : new RegExp(`^${state}$`);
  await expect.poll(async () => (await getJob(id)).state, WHOLE_JOB).toMatch(pattern);
}

/** A dataset whose job has ended, well or not. */
export async function processed(file: DataFile, name = file.name): Promise<{ id: string; jobId: string }> {
  const id = await store(file, name);
  const jobId = await startJob(id);
  await expectJob(jobId, /^(success|failure)$/);
  return { id, jobId };
}

export async function remove(id: string): Promise<void> {
  await fetch(`${API_URL}/datasets/${id}`, { method: 'DELETE' });
}

export async function originalOf(id: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(`${API_URL}/datasets/${id}/source`)).arrayBuffer());
}
