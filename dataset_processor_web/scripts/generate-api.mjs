// openapi.json -> src/api/schema.gen.ts. With --check nothing is written: it fails when they do not agree.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const source = new URL('../openapi.json', import.meta.url);
const target = new URL('../src/api/schema.gen.ts', import.meta.url);
const FILE = ts.factory.createTypeReferenceNode('File');

/** FastAPI describes an uploaded file as a string with a media type. */
function asFile(schema) {
  return 'contentMediaType' in schema ? FILE : undefined;
}

const document = JSON.parse(await readFile(source, 'utf8'));
const types = astToString(await openapiTS(document, { transform: asFile }));
const made = `// Made by \`npm run generate-api\` from openapi.json. Do not edit.\n\n${types}`;
if (!process.argv.includes('--check')) {
  await writeFile(target, made);
} else if ((await readFile(target, 'utf8')) !== made) {
  console.error('src/api/schema.gen.ts is not what openapi.json says: run `make openapi`');
  process.exitCode = 1;
}
