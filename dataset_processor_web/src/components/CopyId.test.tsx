import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { renderAt } from '@/testing/render';
import { CopyId } from './CopyId';

it('copies the id and says so', async () => {
  const user = userEvent.setup();
  renderAt(<CopyId value="abc-1" what="job id" />);
  await user.click(screen.getByRole('button', { name: 'Copy job id' }));
  expect(await navigator.clipboard.readText()).toBe('abc-1');
  expect(await screen.findByRole('button', { name: 'job id copied' })).toBeInTheDocument();
});

it('says so when it cannot copy, as on plain http', async () => {
  const user = userEvent.setup();
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'));
  renderAt(<CopyId value="abc-1" what="job id" />);
  expect(screen.queryByText('Could not copy')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Copy job id' }));
  expect(await screen.findByText('Could not copy')).toHaveAttribute('aria-live', 'polite');
  expect(screen.getByText('abc-1')).toBeInTheDocument();
});
