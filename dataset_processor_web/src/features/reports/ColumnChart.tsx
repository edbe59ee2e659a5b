import { BoxPlot } from '@/components/charts/BoxPlot';
import { Histogram } from '@/components/charts/Histogram';
import { Num } from '@/components/Num';
import { formatCount, formatNumber, formatPercent } from '@/lib/format';
import { isAllDifferent, isConstant, nullCount } from './columnFacts';
import { FieldText } from './FieldText';
import type { Column, OutlierExamples } from './report';
import classes from './reports.module.css';
import { Shares } from './Shares';
import { ThreeNumbers } from './ThreeNumbers';
import { isDrawn, spreadOf } from './spread';
import { needsQuotes, writeValue } from './topValues';

/** The share of the values from which a bar can be told from none. */
const WORTH_A_BAR = 0.02;

interface Props {
  column: Column;
  rowCount: number;
  detailed: boolean;
  outliers: OutlierExamples | undefined;
}

function Spread({ column, outliers }: Pick<Props, 'column' | 'outliers'>) {
  const box = spreadOf(column, outliers);
  if (box === null || column.histogram === null) return null;
  return (
    <>
      <Histogram bins={column.histogram} name={column.name} />
      <BoxPlot box={box} bins={column.histogram} name={column.name} />
      <ThreeNumbers box={box} />
    </>
  );
}

/** Why there is no chart, in words; null where there is one. */
function sayInstead(column: Column, rowCount: number, detailed: boolean) {
  if (column.non_null === 0) return rowCount === 0 ? 'No rows.' : nullCount(column) > 0 ? 'All values are null.' : 'No values.';
  const [first] = column.top_values ?? [];
  if (first !== undefined && column.distinct?.count === 1) {
    return (
      <>
        {isConstant(column) ? 'Always ' : 'One value: '}
        <FieldText text={writeValue(first, false)} />
      </>
    );
  }
  if (column.statistics !== null && column.statistics.min === column.statistics.max && column.top_values === null) {
    return (
      <>
        All numbers are <Num value={column.statistics.min} />.
      </>
    );
  }
  if (!isDrawn(column) && isAllDifferent(column, rowCount)) return 'Different in every row.';
  if (!detailed) return 'No chart: the report has charts of its first columns only.';
  if (!isDrawn(column) && column.top_values === null) {
    return column.type === 'nested' ? 'Lists and objects; frequent values are not listed.' : 'Too many different values to list.';
  }
  if (!isDrawn(column) && first !== undefined && first.count < column.non_null * WORTH_A_BAR) {
    return (
      <>
        Most frequent: <FieldText text={writeValue(first, needsQuotes(column))} /> ({formatPercent(first.count, column.non_null)})
      </>
    );
  }
  return null;
}

/** What a column holds at a glance: a chart that fits its type, or why there is none. */
export function ColumnChart({ column, rowCount, detailed, outliers }: Props) {
  const words = sayInstead(column, rowCount, detailed);
  const lengths = column.text_lengths;
  const box = spreadOf(column, outliers);
  return (
    <div className={classes.chart}>
      {words !== null && <p className={classes.words}>{words}</p>}
      {!detailed && box !== null && <ThreeNumbers box={box} />}
      {words === null && isDrawn(column) && <Spread column={column} outliers={outliers} />}
      {words === null && !isDrawn(column) && <Shares column={column} most={5} compact />}
      {lengths !== null && ['text', 'mixed'].includes(column.type) && lengths.max > 1 && (
        <span className={classes.small}>
          {lengths.min === lengths.max ? formatCount(lengths.min, 'character') : `${formatNumber(lengths.min)}–${formatCount(lengths.max, 'character')}`}
        </span>
      )}
    </div>
  );
}
