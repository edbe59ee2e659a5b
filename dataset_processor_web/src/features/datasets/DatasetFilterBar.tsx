import { Button, Group, NativeSelect } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { TextFilter } from '@/components/TextFilter';
import { DATASET_STATUSES, STATE_LOOKS } from '@/components/states';
import { useChosen } from '@/lib/chosen';
import { type FilterValues, isFiltered, NO_FILTERS } from './filters';

interface Props {
  values: FilterValues;
  onChange: (changes: Partial<FilterValues>, options?: { replace?: boolean }) => void;
}

const TYPING_MS = 300;
/** A year that is being typed is a year at every digit. */
const DATE_MS = 800;
const STATUS_CHOICES = [
  { value: '', label: 'Any state' },
  ...DATASET_STATUSES.map((status) => ({ value: status, label: STATE_LOOKS[status].label })),
];

/** What narrows the list; every change goes to the address and back to the first page. */
export function DatasetFilterBar({ values, onChange }: Props) {
  const change = (changes: Partial<FilterValues>, replace = false) => onChange({ ...changes, cursor: '' }, { replace });
  const [chosen, choose] = useChosen(values, change);
  // Fields forget what was typed and has not yet reached the address.
  const [cleared, setCleared] = useState(0);
  const clear = () => {
    setCleared(cleared + 1);
    change(NO_FILTERS);
  };
  return (
    <Group component="search" align="flex-end" gap="sm">
      <NameFilter key={`name ${cleared}`} asked={values.name_contains} onCommit={(name_contains) => change({ name_contains }, true)} />
      <NativeSelect
        label="State"
        data={STATUS_CHOICES}
        value={chosen.status}
        onChange={(event) => choose({ status: event.currentTarget.value })}
        style={{ flex: '1 1 8rem' }}
      />
      <DayFilter
        key={`from ${cleared}`}
        label="Uploaded from"
        max={values.uploaded_before}
        asked={values.uploaded_after}
        onCommit={(uploaded_after) => change({ uploaded_after }, true)}
      />
      <DayFilter
        key={`until ${cleared}`}
        label="Uploaded until"
        min={values.uploaded_after}
        asked={values.uploaded_before}
        onCommit={(uploaded_before) => change({ uploaded_before }, true)}
      />
      {isFiltered(values) && (
        <Button variant="default" onClick={clear}>
          Clear filters
        </Button>
      )}
    </Group>
  );
}

function NameFilter(props: { asked: string; onCommit: (name: string) => void }) {
  return (
    <TextFilter
      type="search"
      label="Name contains"
      data-shortcut="filter"
      leftSection={<IconSearch size={16} />}
      maxLength={1000}
      delay={TYPING_MS}
      style={{ flex: '5 1 11rem' }}
      {...props}
    />
  );
}

interface DayProps {
  label: string;
  asked: string;
  onCommit: (day: string) => void;
  min?: string;
  max?: string;
}

function DayFilter({ min = '', max = '', ...rest }: DayProps) {
  const bounds = { ...(min !== '' && { min }), ...(max !== '' && { max }) };
  return <TextFilter type="date" delay={DATE_MS} style={{ flex: '1 1 9rem' }} {...bounds} {...rest} />;
}
