import { describe, expect, it } from 'vitest';
import { LEVELS, findAll, groupByColumn } from './findings';
import { type Column, type Report, type Warning, readReport } from './report';
import { aColumn, aNumberColumn, aReport } from './testing/builders';
import empty from './testing/empty.json';
import mixed from './testing/mixed.json';
import odd from './testing/odd.json';
import one from './testing/one.json';
import orders from './testing/orders.json';
import warned from './testing/warned.json';

const said = (report: Report) => findAll(report).map(({ level, column, sentence }) => `${level} ${column ?? '-'}: ${sentence}`);
const ofColumn = (changes: Partial<Column>) => said(aReport({ columns: [aColumn(changes)] }));
const nulls = (empty_: number, whitespace = 0, explicit = 0) => ({ empty: empty_, whitespace, explicit });
const exactly = (count: number) => ({ count, exact: true, relative_error: 0 });

describe('findings of a column', () => {
  it.each<[Partial<Column>, string[]]>([
    [{}, []],
    [{ non_null: 9, nulls: nulls(1) }, ['check city: 10% null (1 of 10)']],
    [{ non_null: 4, nulls: nulls(6) }, ['problem city: 60% null (6 of 10)']],
    [{ non_null: 0, nulls: nulls(10), type: 'empty', distinct: exactly(0), top_values: null }, ['problem city: has no value: all 10 are null']],
    [{ non_null: 0, nulls: nulls(1), type: 'empty', distinct: exactly(0), top_values: null }, ['problem city: has no value: its only cell is null']],
    [{ non_null: 0, missing: 10, type: 'empty', distinct: exactly(0), top_values: null }, [
      'problem city: has no value: the key is missing everywhere',
      'check city: the key is missing in 100% (10 of 10) of the rows',
    ]],
    [{ non_null: 7, missing: 3 }, ['check city: the key is missing in 30% (3 of 10) of the rows']],
    [{ distinct: exactly(1) }, ['check city: always has the same value']],
    [{ distinct: exactly(10), top_values: null }, ['note city: is different in every row, as an identifier is']],
    [{ distinct: exactly(10), type: 'date' }, []],
    [{ type: 'mixed', numbers: 9 }, ['problem city: 9 of 10 values are numbers, 1 is not']],
    [{ type: 'mixed', numbers: 1 }, ['problem city: 1 of 10 values is a number, 9 are not']],
    [{ non_null: 2, dates: 1 }, ['check city: 1 of 2 values is a date, 1 is not']],
    [{ type: 'mixed', numbers: 0 }, ['problem city: has values of more than one kind']],
    [{ dates: 8 }, ['check city: 8 of 10 values are dates, 2 are not']],
    [{ dates: 2 }, []],
    [{ type: 'code', numbers: 10, leading_zeros: 4 }, [
      'note city: has leading zeros in 40% (4 of 10) of its values; a program that reads numbers loses them',
    ]],
    [{ type: 'code', numbers: 10, outliers: { lower_fence: 1, upper_fence: 5, below: 0, above: 3 } }, []],
    [{ name: ' city' }, ['note  city: has characters in its name that cannot be seen']],
  ])('of %j', (changes, expected) => {
    expect(ofColumn(changes)).toEqual(expected);
  });

  it('says outliers and numbers that are not finite', () => {
    expect(said(aReport({ columns: [aNumberColumn({ non_finite: 2, numbers: 10 })] }))).toEqual([
      'check amount: 2 numbers are NaN or infinite, and left out of the statistics',
      'check amount: 1 value is far from the others (12.5%)',
    ]);
  });

  it('says one value that takes nearly all, and white space counted as null', () => {
    const column = aColumn({ non_null: 999, nulls: nulls(0, 1), top_values: [{ value: 'x', count: 998 }] });
    expect(said(aReport({ row_count: 1000, columns: [column] }))).toEqual([
      'note city: has the same value nearly always: in 99.9% (998 of 999) of its values',
      'note city: 1 value is nothing but white space, counted as null',
    ]);
  });

  it('never says 0 % for what is there', () => {
    const column = aNumberColumn({ non_null: 1_000_000, numbers: 1_000_000, distinct: exactly(5000) });
    expect(said(aReport({ row_count: 1_000_000, columns: [column] }))).toEqual(['check amount: 1 value is far from the others (<0.1%)']);
  });
});

describe('findings of a file', () => {
  it('says that there are no rows, and nothing of each column then', () => {
    expect(said(readReport(empty))).toEqual(['problem -: The file has no data rows, so there is nothing to say of its columns.']);
  });

  it('finds nothing in one row', () => {
    expect(said(readReport(one))).toEqual([]);
  });

  it('counts copies', () => {
    const duplicates = { extra_copies: 1, groups: 1, rows_involved: 2, examples: [] };
    expect(said(aReport({ columns: [], duplicates }))).toEqual(['check -: 10% (1 of 10) of the rows is a copy of an earlier one']);
  });

  it('passes on warnings, those about columns to their columns', () => {
    expect(said(readReport(warned))).toEqual([
      expect.stringMatching(/^problem a: the name stands more than once in the header/),
      'problem c: some dates have the day first, others the month',
      expect.stringMatching(/^problem a: 2 of 3 values are numbers, 1 is not/),
      expect.stringMatching(/^problem -: 1 row\(s\) with fewer cells/),
      expect.stringMatching(/^problem -: The last quoted value/),
      expect.stringMatching(/^check -: 1 column\(s\) have a blank name/),
      expect.stringMatching(/^check : 33\.3% null/),
      expect.stringMatching(/^check c: 33\.3% null/),
      expect.stringMatching(/^note b: is different in every row/),
    ]);
  });

  it('says that more columns are meant than a warning names', () => {
    const warning: Warning = { code: 'ambiguous_dates', message: '7 column(s) …', count: 7, rows: [], fields: ['city'] };
    expect(said(aReport({ columns: [aColumn()], warnings: [warning] }))).toEqual([
      'check city: nothing tells whether the day or the month comes first in its dates',
      'check -: the same in 6 more columns: nothing tells whether the day or the month comes first in its dates',
    ]);
  });

  it('takes a warning it does not know', () => {
    const warning = { code: 'something_new', message: 'Something new.', count: 1, rows: [], fields: [] } as unknown as Warning;
    expect(said(aReport({ columns: [], warnings: [warning] }))).toEqual(['check -: Something new.']);
  });
});

describe('the order', () => {
  it.each([['orders', orders], ['odd', odd], ['mixed', mixed], ['warned', warned]])('is worst first in %s, with ids of their own', (_, answer) => {
    const findings = findAll(readReport(answer));
    const ranks = findings.map(({ level, weight }) => LEVELS.indexOf(level) * 10 - weight);
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(new Set(findings.map((finding) => finding.id)).size).toBe(findings.length);
    expect(findings.length).toBeGreaterThan(5);
  });

  it('is the file’s among equals', () => {
    const gap = { non_null: 4, nulls: nulls(6) };
    const columns = ['b', 'a', 'c'].map((name) => aColumn({ name, ...gap }));
    expect(findAll(aReport({ columns })).map((finding) => finding.column)).toEqual(['b', 'a', 'c']);
  });
});

describe('groupByColumn', () => {
  it('keeps those of a column together, and leaves out those of the file', () => {
    const groups = groupByColumn(findAll(readReport(orders)));
    expect([...groups.keys()].sort()).toEqual(['city', 'delivery_days', 'note', 'order_id', 'postal_code', 'total']);
    expect(groups.get('note')?.map((finding) => finding.level)).toEqual(['problem', 'note']);
  });
});
