import { describe, expect, it } from 'vitest';
import { COLUMN_TYPES, type Report, UnreadableReport, examplesOf, isDetailed, readReport } from './report';
import { aColumn, aNumberColumn, aReport } from './testing/builders';
import empty from './testing/empty.json';
import mixed from './testing/mixed.json';
import odd from './testing/odd.json';
import orders from './testing/orders.json';

interface Schema {
  $defs: Record<string, { required: string[]; properties: Record<string, { enum?: string[] }> }>;
}

// The API's description of the report, where the whole repository is at hand.
const schemas = import.meta.glob<Schema>('../../../../dataset_processor_api/docs/report.schema.json', { eager: true, import: 'default' });

describe('readReport', () => {
  it.each([
    ['orders', orders],
    ['odd', odd],
    ['mixed', mixed],
    ['empty', empty],
  ])('takes a real report as it is: %s', (_, answer) => {
    const report = readReport(answer);
    expect(report.columns).toEqual(answer.columns);
    expect(report.warnings).toEqual(answer.warnings);
    expect(report.duplicates).toEqual(answer.duplicates);
  });

  it('fills what a report of an older version lacks', () => {
    const old = {
      row_count: 3,
      anomalies: { duplicates_count: 1, outliers: {} },
      columns: [{ name: 'a', type: 'something else', non_null: 3 }],
    };
    const report = readReport(old);
    expect(report.columns[0]).toMatchObject({ type: 'mixed', distinct: null, histogram: null, missing: 0 });
    expect(report).toMatchObject({ schema_version: 1, warnings: [], source: null, duplicates: { extra_copies: 1, examples: [] } });
  });

  it.each([[null], ['text'], [[]], [{}], [{ row_count: 1 }], [{ row_count: 'many', columns: [] }]])('refuses %j', (answer) => {
    expect(() => readReport(answer)).toThrow(UnreadableReport);
  });
});

describe.each(Object.values(schemas))('the schema of the API', ({ $defs }) => {
  it('has the fields of our types', () => {
    expect(Object.keys(aColumn()).sort()).toEqual([...($defs['column']?.required ?? [])].sort());
    const ours = [...Object.keys(aReport()), 'numeric'].sort();
    expect(ours).toEqual([...($defs['report']?.required ?? [])].sort());
  });

  it('has our types of columns', () => {
    expect([...COLUMN_TYPES].sort()).toEqual([...($defs['column']?.properties['type']?.enum ?? [])].sort());
  });
});

describe('names that every object has', () => {
  it.each(['constructor', 'toString', '__proto__', 'valueOf'])('of a column: %s', (name) => {
    const report = aReport({ columns: [aNumberColumn({ name })] });
    expect(examplesOf(report, aNumberColumn({ name }))).toBeUndefined();
    const examples = { count: 1, examples: [{ row_index: 0, value: 9 }] };
    const outliers = JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(examples)}}`) as Record<string, typeof examples>;
    expect(examplesOf({ ...report, anomalies: { duplicates_count: 0, outliers } }, aNumberColumn({ name }))).toEqual(examples);
  });
});

it('has charts of the first columns', () => {
  const columns = ['a', 'b', 'c'].map((name) => aColumn({ name }));
  const details = (report: Report) => columns.map((column) => isDetailed(report, column));
  expect(details(aReport({ columns, detailed_columns: 2 }))).toEqual([true, true, false]);
  expect(details(aReport({ columns, detailed_columns: 3 }))).toEqual([true, true, true]);
});
