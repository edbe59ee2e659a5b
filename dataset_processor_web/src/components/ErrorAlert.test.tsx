import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { ApiError } from '@/api/client';
import { renderAt } from '@/testing/render';
import { ErrorAlert } from './ErrorAlert';

it('tells what failed and why, which request it was, and tries again', async () => {
  const retry = vi.fn();
  renderAt(<ErrorAlert title="Could not load it" error={new ApiError('Storage is away.', 503, 'r-42')} onRetry={retry} />);
  const alert = screen.getByRole('alert');
  expect(alert).toHaveTextContent('Could not load it');
  expect(alert).toHaveTextContent('Storage is away.');
  expect(alert).toHaveTextContent('Status 503');
  expect(screen.getByRole('button', { name: 'Copy request id' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(retry).toHaveBeenCalledOnce();
});

it('tells the status also of what has no request id', () => {
  renderAt(<ErrorAlert title="Could not load it" error={new ApiError('No answer.', 502)} />);
  expect(screen.getByRole('alert')).toHaveTextContent('Status 502');
  expect(screen.getByRole('alert')).not.toHaveTextContent('request');
});

it('does without what is not known', () => {
  renderAt(<ErrorAlert title="Broken" error="odd" />);
  expect(screen.getByRole('alert')).toHaveTextContent('Something unexpected happened.');
  expect(screen.queryByRole('button')).toBeNull();
});
