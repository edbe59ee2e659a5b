import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Link, Route, Routes } from 'react-router';
import { expect, it } from 'vitest';
import { renderAt } from '@/testing/render';
import { PageTitle } from './PageTitle';

it('names the document and leaves the focus alone at first', () => {
  renderAt(<PageTitle title="Jobs" prefix="42%" />);
  expect(document.title).toBe('42% · Jobs · Dataset Processor');
  expect(screen.getByRole('heading', { level: 1, name: 'Jobs' })).not.toHaveFocus();
});

it('takes the focus when a link led here', async () => {
  renderAt(
    <Routes>
      <Route path="/" element={<Link to="/b">Go</Link>} />
      <Route path="/b" element={<PageTitle title="B" />} />
    </Routes>,
  );
  await userEvent.click(screen.getByRole('link', { name: 'Go' }));
  expect(screen.getByRole('heading', { name: 'B' })).toHaveFocus();
});
