import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { renderAt } from '@/testing/render';
import { CopyId } from './CopyId';

it('copies the id and says so', async () => {
  const user = userEvent.setup();
  renderAt(<CopyId value="abc-1" what="job id" />);
  await user.click(screen.getByRole('button', { name: 'Copy job id' }));
  expect(await navigator.clipboard.readText()).toBe('abc-1');
  expect(await screen.findByRole('button', { name: 'job id copied' })).toBeInTheDocument();
});
