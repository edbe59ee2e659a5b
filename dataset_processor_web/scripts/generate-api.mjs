// openapi.json -> src/api/schema.gen.ts. Another file may be named: `npm run generate-api -- path/to/openapi.json`.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const source = process.argv[2] ?? new URL('../openapi.json', import.meta.url);
const target = new URL('../src/api/schema.gen.ts', import.meta.url);
const FILE = ts.factory.createTypeReferenceNode('File');

/** FastAPI describes an uploaded file as a string with a media type. */
function asFile(schema) {
  return 'contentMediaType' in schema ? FILE : undefined;
}

const document = JSON.parse(await readFile(source, 'utf8'));
const types = astToString(await openapiTS(document, { transform: asFile }));
await writeFile(target, `// Made by \`npm run generate-api\` from openapi.json. Do not edit.\n\n${types}`);
