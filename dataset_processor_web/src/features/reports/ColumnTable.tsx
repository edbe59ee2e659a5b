import { Num } from '@/components/Num';
import { formatPercent } from '@/lib/format';
import { describeDistinct, explainDistinct, nullCount, outlierCount, presentCount } from './columnFacts';
import { ColumnLink } from './ColumnLink';
import classes from './ColumnTable.module.css';
import type { Column } from './report';
import { TypeBadge } from './TypeBadge';

const HEADS = ['Nulls', 'Different', 'Outliers', 'Min', 'Median', 'Max'];

/** The numbers of a code have no size worth showing: 007 is not less than 010. */
function ColumnRow({ column }: { column: Column }) {
  const nulls = nullCount(column);
  const sized = column.type !== 'code';
  const statistics = sized ? column.statistics : null;
  return (
    <tr>
      <th scope="row">
        <ColumnLink name={column.name} fit="start" />
      </th>
      <td>
        <TypeBadge column={column} />
      </td>
      <td>
        <Num value={nulls} /> {nulls > 0 && `(${formatPercent(nulls, presentCount(column))})`}
      </td>
      <td title={explainDistinct(column)}>
        {describeDistinct(column)}
      </td>
      <td>{column.outliers === null || !sized ? '–' : <Num value={outlierCount(column)} />}</td>
      {(['min', 'median', 'max'] as const).map((key) => (
        <td key={key}>
          {statistics === null ? '–' : <Num value={statistics[key]} />}
        </td>
      ))}
    </tr>
  );
}

/** The columns one a line, for many of them. */
export function ColumnTable({ columns }: { columns: readonly Column[] }) {
  return (
    <div className={classes.sheet}>
      <table aria-label="Columns" className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Type</th>
            {HEADS.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <ColumnRow key={column.name} column={column} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
