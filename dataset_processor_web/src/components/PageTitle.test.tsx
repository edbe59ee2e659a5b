import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Link, Route, Routes, useNavigate } from 'react-router';
import { expect, it, vi } from 'vitest';
import { renderAt } from '@/testing/render';
import { PageTitle } from './PageTitle';

it('names the document and leaves the focus alone at first', () => {
  renderAt(<PageTitle title="Jobs" prefix="42%" />);
  expect(document.title).toBe('42% · Jobs · Dataset Processor');
  expect(screen.getByRole('heading', { level: 1, name: 'Jobs' })).not.toHaveFocus();
});

it('keeps a name apart from what stands around it', () => {
  renderAt(<PageTitle title="ملف.csv" />);
  expect(screen.getByText('ملف.csv').tagName).toBe('BDI');
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

function Way({ title, to }: { title: string; to: string }) {
  const navigate = useNavigate();
  return (
    <>
      <PageTitle title={title} />
      <Link to={to}>On</Link>
      <button onClick={() => void navigate(-1)}>Back</button>
    </>
  );
}

it('begins at the top after a link, and leaves the place to the browser after Back', async () => {
  const scroll = vi.spyOn(window, 'scrollTo').mockImplementation(() => undefined);
  renderAt(
    <Routes>
      <Route path="/" element={<Way key="a" title="A" to="/b" />} />
      <Route path="/b" element={<Way key="b" title="B" to="/c" />} />
      <Route path="/c" element={<Way key="c" title="C" to="/" />} />
    </Routes>,
  );
  expect(scroll).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('link', { name: 'On' }));
  await userEvent.click(screen.getByRole('link', { name: 'On' }));
  expect(scroll).toHaveBeenCalledTimes(2);
  const focus = vi.spyOn(HTMLElement.prototype, 'focus');
  await userEvent.click(screen.getByRole('button', { name: 'Back' }));
  expect(screen.getByRole('heading', { name: 'B' })).toHaveFocus();
  expect(focus).toHaveBeenLastCalledWith({ preventScroll: true });
  expect(scroll).toHaveBeenCalledTimes(2);
});
