import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { changePreferences } from '@/lib/preferences';
import { renderAt } from '@/testing/render';
import { Bytes } from './Bytes';
import { Num } from './Num';
import { StateBadge } from './StateBadge';
import { When } from './When';

it('shows a time as preferred', () => {
  const time = new Date(Date.now() - 3 * 60_000).toISOString();
  const first = renderAt(<When time={time} />);
  expect(screen.getByText('3 minutes ago')).toHaveAttribute('datetime', time);
  first.unmount();
  changePreferences({ times: 'exact', zone: 'utc' });
  renderAt(<When time="2026-03-04T05:06:07Z" />);
  expect(screen.getByText('2026-03-04 05:06:07 UTC')).toHaveAttribute('tabindex', '0');
});

it('names the zone of a time: the reader’s on hover alone, where many stand together', async () => {
  changePreferences({ times: 'exact' });
  renderAt(<When time="2026-03-04T05:06:07Z" />);
  const time = screen.getByText(/^2026-03-0\d \d\d:\d\d:07$/);
  await userEvent.hover(time);
  expect(await screen.findByRole('tooltip')).toHaveTextContent(/ ago, 2026-03-0\d \d\d:\d\d:07 GMT/);
});

it('does not say that what has just happened lies ahead', () => {
  renderAt(<When time={new Date(Date.now() + 20_000).toISOString()} />);
  expect(screen.getByText('just now')).toBeInTheDocument();
});

it('shows a dash for a time, number or size that is not known', () => {
  renderAt(
    <>
      <When time={null} />
      <Num value={null} />
      <Bytes value={null} />
    </>,
  );
  expect(screen.getAllByText('–')).toHaveLength(3);
});

it('keeps every digit of a number at hand', () => {
  renderAt(
    <>
      <Num value={1234567} />
      <Num value={1234.56789} />
      <Bytes value={1536} />
    </>,
  );
  expect(screen.getByText('1,234,567')).not.toHaveAttribute('title');
  expect(screen.getByText('1,234.57')).toHaveAttribute('title', '1234.56789');
  expect(screen.getByText('1.5 KB')).toHaveAttribute('title', '1,536 bytes');
});

it('does not take grouped thousands for cut digits', () => {
  changePreferences({ grouping: 'space' });
  renderAt(<Num value={1234567} />);
  expect(screen.getByText(/^1.234.567$/)).not.toHaveAttribute('title');
});

it('says a state in words', () => {
  renderAt(<StateBadge state="started" />);
  expect(screen.getByText('Running')).toBeInTheDocument();
});
