import { Group, Paper, Stack, Table } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './DataTable.module.css';

export interface Column<T> {
  title: string;
  /** Stands for the title, and above the cards on a phone. */
  heading?: ReactNode;
  cell: (row: T) => ReactNode;
  /** Numbers stand to the right. */
  numeric?: boolean;
  /** Stands at the top of the card on a phone, left or right; others are listed with their title. */
  place?: 'head' | 'corner';
}

interface Props<T> {
  caption: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
}

/** A table where there is room for it, cards on a phone. */
export function DataTable<T>(props: Props<T>) {
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  return narrow ? <Cards {...props} /> : <Wide {...props} />;
}

function Wide<T>({ caption, rows, columns, rowKey }: Props<T>) {
  return (
    <Paper withBorder style={{ overflowX: 'auto' }}>
      <Table verticalSpacing="sm" highlightOnHover aria-label={caption}>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ title, heading, numeric }) => (
              <Table.Th key={title} ta={numeric === true ? 'right' : 'left'}>
                {heading ?? title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={rowKey(row)}>
              {columns.map(({ title, numeric, cell }) => (
                <Table.Td key={title} ta={numeric === true ? 'right' : 'left'} className={numeric === true ? classes.cell : undefined}>
                  {cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Cards<T>({ caption, rows, columns, rowKey }: Props<T>) {
  const listed = columns.filter(({ place }) => place === undefined);
  return (
    <>
      {columns.map(({ title, heading }) => heading !== undefined && <div key={title}>{heading}</div>)}
      <Stack component="ul" gap="sm" p={0} m={0} aria-label={caption}>
        {rows.map((row) => (
          <Paper key={rowKey(row)} withBorder p="md" component="li" style={{ listStyle: 'none' }}>
            <Stack gap="xs">
              <Group justify="space-between" align="flex-start" wrap="nowrap">
                {columns.filter(({ place }) => place !== undefined).map(({ title, place, cell }) => (
                  <div key={title} className={place === 'head' ? classes.head : classes.corner}>
                    {cell(row)}
                  </div>
                ))}
              </Group>
              <dl className={classes.pairs}>
                {listed.map(({ title, cell }) => (
                  <div key={title}>
                    <dt>{title}</dt>
                    <dd>{cell(row)}</dd>
                  </div>
                ))}
              </dl>
            </Stack>
          </Paper>
        ))}
      </Stack>
    </>
  );
}
