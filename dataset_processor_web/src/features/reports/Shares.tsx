import { BarList } from '@/components/charts/BarList';
import { FieldText } from './FieldText';
import type { Column } from './report';
import { listShares } from './topValues';

interface Props {
  column: Column;
  most: number;
  compact?: boolean;
}

/** The most frequent values of a column and how much of it they are. */
export function Shares({ column, most, compact = false }: Props) {
  const items = listShares(column, most).map(({ key, text, count, rest }) => ({
    key,
    count,
    rest,
    label: rest ? <em>{text}</em> : <FieldText text={text} />,
  }));
  return <BarList items={items} total={column.non_null} name={`Most frequent values of ${column.name}`} compact={compact} />;
}
