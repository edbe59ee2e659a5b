import { Checkbox, CloseButton, Group, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { startTransition, useOptimistic, useState } from 'react';
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

/** Typing waits a moment before the list follows, so that each letter costs nothing. */
function NameFilter({ asked, change }: { asked: string; change: Props['change'] }) {
  const [typed, setTyped] = useState({ text: asked, from: asked });
  // The address may change without typing: a link, the Back button, "Clear the filters".
  const text = typed.from === asked ? typed.text : asked;
  const tell = useDebouncedCallback((q: string) => change({ q, page: '1' }), 200);
  const type = (next: string) => {
    setTyped({ text: next, from: asked });
    tell(next);
  };
  return (
    <TextInput
      label="Column name"
      data-shortcut="filter"
      placeholder="Part of the name"
      size="sm"
      value={text}
      maxLength={200}
      onChange={(event) => type(event.currentTarget.value)}
      rightSection={text === '' ? null : <CloseButton size="sm" aria-label="Clear the name" onClick={() => type('')} />}
      style={{ flex: '1 1 12rem' }}
    />
  );
}

/** What was chosen shows at once; the list, drawn anew in a transition, follows. */
function useChosen(view: ColumnView, tell: Props['change']): [ColumnView, Props['change']] {
  const [chosen, choose] = useOptimistic(view, (before, changes: Partial<ColumnView>) => ({ ...before, ...changes }));
  const change = (changes: Partial<ColumnView>) =>
    startTransition(() => {
      choose(changes);
      tell(changes);
    });
  return [chosen, change];
}

export function ColumnFilters({ columns, view: drawn, change: tell }: Props) {
  const [view, change] = useChosen(drawn, tell);
  const types = countTypes(columns).map(({ type, count }) => ({ value: type, label: `${TYPE_NAMES[type]} (${formatNumber(count)})` }));
  const showAs = (next: string) => {
    rememberLook(next === 'table' ? 'table' : 'cards');
    change({ view: next });
  };
  return (
    <Group gap="sm" align="flex-end" role="search" aria-label="Columns">
      <NameFilter asked={drawn.q} change={tell} />
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
      <SegmentedControl
        size="sm"
        aria-label="Show columns as"
        value={readLook(view.view)}
        data={[
          { value: 'cards', label: 'Cards' },
          { value: 'table', label: 'Table' },
        ]}
        onChange={showAs}
        visibleFrom="sm"
      />
    </Group>
  );
}
