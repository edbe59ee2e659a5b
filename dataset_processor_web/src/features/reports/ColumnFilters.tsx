import { Checkbox, Group, NativeSelect, SegmentedControl } from '@mantine/core';
import { TextFilter } from '@/components/TextFilter';
import { useChosen } from '@/lib/chosen';
import { formatNumber } from '@/lib/format';
import { TYPE_NAMES } from './columnFacts';
import { type ColumnView, SORTS, countTypes } from './columnView';
import type { Column } from './report';
import { readLook, rememberLook } from './viewPreference';

interface Props {
  columns: readonly Column[];
  view: ColumnView;
  change: (changes: Partial<ColumnView>) => void;
}

export function ColumnFilters({ columns, view: drawn, change: tell }: Props) {
  const [view, change] = useChosen(drawn, tell);
  const types = countTypes(columns).map(({ type, count }) => ({ value: type, label: `${TYPE_NAMES[type]} (${formatNumber(count)})` }));
  return (
    <Group gap="sm" align="flex-end" role="search" aria-label="Columns">
      <TextFilter
        type="search"
        label="Column name"
        data-shortcut="filter"
        placeholder="Part of the name"
        size="sm"
        maxLength={200}
        asked={drawn.q}
        delay={200}
        onCommit={(q) => tell({ q, page: '1' })}
        style={{ flex: '1 1 12rem' }}
      />
      <NativeSelect
        label="Type"
        size="sm"
        value={view.type}
        data={[{ value: '', label: 'All types' }, ...types]}
        onChange={(event) => change({ type: event.currentTarget.value, page: '1' })}
      />
      <NativeSelect
        label="Sort by"
        size="sm"
        value={view.sort}
        data={SORTS.map(({ value, label }) => ({ value, label }))}
        onChange={(event) => change({ sort: event.currentTarget.value, page: '1' })}
      />
      <Checkbox
        label="With findings"
        checked={view.has === 'findings'}
        onChange={(event) => change({ has: event.currentTarget.checked ? 'findings' : '', page: '1' })}
        py={8}
      />
      <LookSwitch view={view.view} change={change} />
    </Group>
  );
}

function LookSwitch({ view, change }: { view: string; change: Props['change'] }) {
  const showAs = (next: string) => {
    rememberLook(next === 'table' ? 'table' : 'cards');
    change({ view: next });
  };
  return (
    <SegmentedControl
      size="sm"
      aria-label="Show columns as"
      value={readLook(view)}
      data={[
        { value: 'cards', label: 'Cards' },
        { value: 'table', label: 'Table' },
      ]}
      onChange={showAs}
      visibleFrom="sm"
    />
  );
}
