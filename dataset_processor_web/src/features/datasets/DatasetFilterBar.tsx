import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { DATASET_STATUSES, STATE_LOOKS } from '@/components/states';
import { type FilterValues, isFiltered, NO_FILTERS } from './filters';

interface Props {
  values: FilterValues;
  onChange: (changes: Partial<FilterValues>, options?: { replace?: boolean }) => void;
}

const STATUS_CHOICES = [
  { value: '', label: 'Any state' },
  ...DATASET_STATUSES.map((status) => ({ value: status, label: STATE_LOOKS[status].label })),
];

/** What narrows the list; every change goes to the address and back to the first page. */
export function DatasetFilterBar({ values, onChange }: Props) {
  const change = (changes: Partial<FilterValues>, replace = false) => onChange({ ...changes, cursor: '' }, { replace });
  return (
    <Group component="search" align="flex-end" gap="sm">
      <NameFilter value={values.name_contains} onCommit={(name_contains) => change({ name_contains }, true)} />
      <NativeSelect
        label="State"
        data={STATUS_CHOICES}
        value={values.status}
        onChange={(event) => change({ status: event.currentTarget.value })}
        style={{ flex: '1 1 8rem' }}
      />
      <TextInput
        type="date"
        label="Uploaded from"
        value={values.uploaded_after}
        max={values.uploaded_before === '' ? undefined : values.uploaded_before}
        onChange={(event) => change({ uploaded_after: event.currentTarget.value }, true)}
        style={{ flex: '1 1 9rem' }}
      />
      <TextInput
        type="date"
        label="Uploaded until"
        value={values.uploaded_before}
        min={values.uploaded_after === '' ? undefined : values.uploaded_after}
        onChange={(event) => change({ uploaded_before: event.currentTarget.value }, true)}
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

function NameFilter({ value, onCommit }: { value: string; onCommit: (value: string) => void }) {
  // What is typed and not yet in the address.
  const [draft, setDraft] = useState<string | null>(null);
  const commit = useDebouncedCallback((text: string) => {
    onCommit(text);
    setDraft(null);
  }, 300);
  return (
    <TextInput
      type="search"
      label="Name contains"
      data-shortcut="filter"
      leftSection={<IconSearch size={16} />}
      value={draft ?? value}
      maxLength={1000}
      onBlur={() => commit.flush()}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        commit(event.currentTarget.value);
      }}
      style={{ flex: '5 1 11rem' }}
    />
  );
}
