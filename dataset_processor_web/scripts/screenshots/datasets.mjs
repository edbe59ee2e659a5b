// What a stack holds while its pictures are taken: ordinary files, odd ones, one that fails.
import { readFile } from 'node:fs/promises';
import { finish, send } from '../stack.mjs';
import { makeTrips } from './trips.mjs';

const SAMPLES = new URL('../../../dataset_processor_api/samples/', import.meta.url);
const JSON_TYPE = 'application/json';

const many = (count, row) => Array.from({ length: count }, (_, index) => row(index));
const csv = (head, rows) => `${head}\n${rows.join('\n')}\n`;

const sensors = () =>
  csv(
    'sensor,measured,temperature_c,humidity_percent,signal_dbm',
    many(9000, (n) => `S-${String(n % 48).padStart(3, '0')},2026-05-${String(1 + (n % 28)).padStart(2, '0')},${(12 + 9 * Math.sin(n / 37) + (n % 7) / 10).toFixed(1)},${n % 11 === 0 ? '' : 40 + (n % 50)},${n % 997 === 0 ? -999 : -60 - (n % 30)}`),
  );
const stock = () =>
  JSON.stringify(many(2600, (n) => ({ sku: `A${10_000 + n}`, shelf: 'ABCDEF'[n % 6], pieces: (n * 37) % 240, price: 5 + ((n * 13) % 900) / 10, tags: n % 4 === 0 ? ['new'] : [], ...(n % 9 === 0 ? {} : { supplier: `Supplier ${n % 14}` }) })));
const brokenStaff = () => `[${many(411, (n) => JSON.stringify({ id: n + 1, team: 'ABC'[n % 3], hours: 30 + (n % 10) }))},\n "412;B;38"]`;
const extremes = () =>
  csv(
    'tiny,huge,cents,signed,a_column_whose_name_somebody_has_made_as_long_as_a_whole_sentence_because_nobody_said_that_names_may_be_short,"  padded\tname ","名前 / الاسم 😀"',
    many(400, (n) => `${n + 1}e-300,${n}${'0'.repeat(14)},${123_456_789_012 + n * 7919}.${String(n % 100).padStart(2, '0')},${n % 2 ? '-' : ''}${n * 99_991},${n % 3 ? 'x'.repeat(1 + (n % 90)) : ''},${n % 5},${['日本', 'عربي', '😀'][n % 3]}`),
  );

/** The oldest first. */
async function listFiles(withOddOnes) {
  const orders = await readFile(new URL('orders.csv', SAMPLES));
  const odd = [
    { key: 'extremes', name: 'A very long name that somebody typed without a break: quarterly_figures_of_all_regions_final_FINAL_v2_corrected(3).csv', filename: 'figures.csv', body: extremes() },
    { key: 'header', name: 'Only a header', filename: 'header.csv', body: 'a,b,c\n' },
  ];
  const ordinary = [
    { key: 'sensors', name: 'Weather sensors, May', filename: 'sensors.csv', body: sensors() },
    { key: 'stock', name: 'Warehouse stock', filename: 'stock.json', type: JSON_TYPE, body: stock() },
    { key: 'orders', name: 'Web shop orders', filename: 'orders.csv', body: orders },
    { key: 'broken', name: 'Staff hours', filename: 'staff.json', type: JSON_TYPE, body: brokenStaff() },
    { key: 'trips', name: 'Bike rides, May 2026', filename: 'bike_rides_2026_05.csv', body: makeTrips() },
  ];
  return withOddOnes ? [...odd, ...ordinary] : ordinary;
}

/** Sends them one after the other; returns where each one is. */
export async function prepareDatasets(api, { withOddOnes }) {
  const places = {};
  for (const { key, ...file } of await listFiles(withOddOnes)) {
    places[key] = await send(api, file);
    await finish(api, places[key].job);
  }
  return places;
}
