import { NativeSelect, SegmentedControl, Stack, Switch, Text, useMantineColorScheme } from '@mantine/core';
import { useId } from 'react';
import { changePreferences, PAGE_SIZES, usePreferences } from '@/lib/preferences';

/** What one may have as one likes it. All of it stays in this browser. */
export function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Stack gap="md">
      <Choice
        label="Colours"
        value={colorScheme}
        onChange={setColorScheme}
        options={{ auto: 'As the device', light: 'Light', dark: 'Dark' }}
      />
      <Notation />
      <Behaviour />
    </Stack>
  );
}

/** How times and numbers are written. */
function Notation() {
  const { times, zone, grouping } = usePreferences();
  return (
    <>
      <Choice
        label="Times"
        value={times}
        onChange={(next) => changePreferences({ times: next })}
        options={{ relative: '3 minutes ago', exact: '2026-01-31 14:05:00' }}
      />
      <Choice
        label="Time zone"
        value={zone}
        onChange={(next) => changePreferences({ zone: next })}
        options={{ local: 'Mine', utc: 'UTC' }}
      />
      <Choice
        label="Numbers"
        value={grouping}
        onChange={(next) => changePreferences({ grouping: next })}
        options={{ comma: '1,234,567', space: '1\u202f234\u202f567', none: '1234567' }}
      />
    </>
  );
}

function Behaviour() {
  const { live, shortcuts, pageSize } = usePreferences();
  return (
    <>
      <NativeSelect
        label="Rows on a page"
        maw={160}
        data={PAGE_SIZES.map(String)}
        value={String(pageSize)}
        onChange={(event) => changePreferences({ pageSize: Number(event.currentTarget.value) })}
      />
      <Switch
        label="Live updates"
        description="Asks the server every second while something is being processed, and never otherwise."
        checked={live}
        onChange={(event) => changePreferences({ live: event.currentTarget.checked })}
      />
      <Switch
        label="Keyboard shortcuts"
        description="Single keys: / for the filter, u to upload, ? for the list of them."
        checked={shortcuts}
        onChange={(event) => changePreferences({ shortcuts: event.currentTarget.checked })}
      />
    </>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: Record<T, string>;
}

function Choice<T extends string>({ label, value, onChange, options }: ChoiceProps<T>) {
  const id = useId();
  const data = (Object.keys(options) as T[]).map((each) => ({ value: each, label: options[each] }));
  return (
    <div role="group" aria-labelledby={id}>
      <Text size="sm" fw={600} id={id} mb={4}>
        {label}
      </Text>
      <SegmentedControl aria-labelledby={id} value={value} onChange={onChange} data={data} />
    </div>
  );
}
