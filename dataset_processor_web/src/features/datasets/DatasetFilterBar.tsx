import { Button, Group, NativeSelect } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
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
  return (
    <Group component="search" align="flex-end" gap="sm">
      <TextFilter
        type="search"
        label="Name contains"
        data-shortcut="filter"
        leftSection={<IconSearch size={16} />}
        maxLength={1000}
        asked={values.name_contains}
        delay={TYPING_MS}
        onCommit={(name_contains) => change({ name_contains }, true)}
        style={{ flex: '5 1 11rem' }}
      />
      <NativeSelect
        label="State"
        data={STATUS_CHOICES}
        value={chosen.status}
        onChange={(event) => choose({ status: event.currentTarget.value })}
        style={{ flex: '1 1 8rem' }}
      />
      <TextFilter
        type="date"
        label="Uploaded from"
        max={values.uploaded_before === '' ? undefined : values.uploaded_before}
        asked={values.uploaded_after}
        delay={DATE_MS}
        onCommit={(uploaded_after) => change({ uploaded_after }, true)}
        style={{ flex: '1 1 9rem' }}
      />
      <TextFilter
        type="date"
        label="Uploaded until"
        min={values.uploaded_after === '' ? undefined : values.uploaded_after}
        asked={values.uploaded_before}
        delay={DATE_MS}
        onCommit={(uploaded_before) => change({ uploaded_before }, true)}
        style={{ flex: '1 1 9rem' }}
      />
      {isFiltered(values) && (
        <Button variant="default" onClick={() => change(NO_FILTERS)}>
          Clear filters
        </Button>
      )}
    </Group>
  );
}
