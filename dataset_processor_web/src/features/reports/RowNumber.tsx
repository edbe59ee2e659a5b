import { explainRow, nameRow } from './rows';

/** "row 5"; on hover where the JSON has it. */
export function RowNumber({ index }: { index: number }) {
  return (
    <span title={explainRow(index)} style={{ whiteSpace: 'nowrap' }}>
      {nameRow(index)}
    </span>
  );
}
