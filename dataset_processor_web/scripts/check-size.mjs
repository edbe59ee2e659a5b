// Fails when the built page is heavier than its budget. Reads dist/, so build first.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const FIRST_PAGE_KIB = 200;
const LAZY_CHUNK_KIB = 40;
const CSS_KIB = 40;

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));

function gzipped(file) {
  return gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1024;
}

/** The files a manifest entry needs at once: itself and its static imports. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

const files = (keys) => [...new Set([...keys].map((key) => manifest[key].file))];
const total = (names) => names.reduce((sum, name) => sum + gzipped(name), 0);

const entryKey = Object.keys(manifest).find((key) => manifest[key].isEntry);
const entry = closure(entryKey);
const firstPage = closure('src/pages/DatasetsPage.tsx', new Set(entry));
const lazy = Object.keys(manifest).filter((key) => !entry.has(key) && manifest[key].file.endsWith('.js'));
const css = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.css')).map((name) => `assets/${name}`);

const checks = [
  ['JS of the first page', total(files(firstPage)), FIRST_PAGE_KIB],
  ...files(lazy).map((name) => [name, gzipped(name), LAZY_CHUNK_KIB]),
  ['CSS in all', total(css), CSS_KIB],
];

let over = 0;
for (const [name, size, limit] of checks) {
  const verdict = size > limit ? 'TOO LARGE' : 'ok';
  if (size > limit) over += 1;
  console.log(`${size.toFixed(1).padStart(7)} KiB of ${String(limit).padStart(3)}  ${verdict}  ${name}`);
}
process.exitCode = over > 0 ? 1 : 0;
