// The screens that are audited, with what they need to have something to show.
import { readFile } from 'node:fs/promises';
import { finish, send } from '../scripts/stack.mjs';

const SAMPLE = new URL('../../dataset_processor_api/samples/orders.csv', import.meta.url);

export async function prepareScreens(api) {
  const good = await send(api, { name: 'Orders', filename: 'orders.csv', body: await readFile(SAMPLE) });
  const bad = await send(api, { name: 'Broken list', filename: 'broken.json', type: 'application/json', body: '[{"a": 1}, 2]' });
  await Promise.all([good, bad].map(({ job }) => finish(api, job)));
  return [
    { name: 'datasets', path: '/', measured: true },
    { name: 'upload', path: '/upload', measured: true },
    { name: 'jobs', path: '/jobs', measured: true },
    { name: 'job', path: `/jobs/${good.job}`, measured: true },
    { name: 'report', path: `/datasets/${good.dataset}`, measured: true },
    { name: 'settings', path: '/settings', measured: true },
    { name: 'column details', path: `/datasets/${good.dataset}?col=total`, measured: false },
    { name: 'columns as a table', path: `/datasets/${good.dataset}?view=table`, measured: false },
    { name: 'failed dataset', path: `/datasets/${bad.dataset}`, measured: false },
    { name: 'failed job', path: `/jobs/${bad.job}`, measured: false },
    { name: 'no such dataset', path: '/datasets/00000000-0000-4000-8000-000000000000', measured: false },
    { name: 'no such page', path: '/nothing/here', measured: false },
  ];
}
