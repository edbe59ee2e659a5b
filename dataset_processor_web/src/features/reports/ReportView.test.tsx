import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, delay } from 'msw';
import { describe, expect, it } from 'vitest';
import { DATASET_ID } from '@/testing/builders';
import { address, renderAt } from '@/testing/render';
import { on, server } from '@/testing/server';
import { ReportView } from './ReportView';
import { aWideReport } from './testing/builders';
import empty from './testing/empty.json';
import mixed from './testing/mixed.json';
import odd from './testing/odd.json';
import one from './testing/one.json';
import orders from './testing/orders.json';
import warned from './testing/warned.json';

const PATH = `/datasets/${DATASET_ID}/report`;

async function show(answer: object, at = '/') {
  let asked = 0;
  server.use(
    on.get(PATH, () => {
      asked += 1;
      return HttpResponse.json(answer);
    }),
  );
  const view = renderAt(<ReportView datasetId={DATASET_ID} />, { at });
  await screen.findByText('The file', { selector: 'h2' });
  return { ...view, asked: () => asked };
}

// By selector: asking for roles among a hundred cards takes seconds here.
const cards = () => [...document.querySelectorAll('ul h3')];

describe('states', () => {
  it('keeps the room while it loads, and says so', async () => {
    server.use(on.get(PATH, async () => { await delay('infinite'); }));
    renderAt(<ReportView datasetId={DATASET_ID} />);
    expect(screen.getByLabelText('Loading')).toHaveAttribute('aria-busy', 'true');
    await waitFor(() => expect(screen.getByLabelText('Loading')).toBeVisible());
  });

  it('says that there is no report yet', async () => {
    server.use(on.get(PATH, () => HttpResponse.json({ detail: 'No report.' }, { status: 404 })));
    renderAt(<ReportView datasetId={DATASET_ID} />);
    expect(await screen.findByRole('heading', { name: 'There is no report yet' })).toBeInTheDocument();
  });

  it('says what failed and tries again when asked to', async () => {
    server.use(on.get(PATH, () => HttpResponse.json({ detail: 'Storage is unavailable.' }, { status: 503 }), { once: true }));
    renderAt(<ReportView datasetId={DATASET_ID} />);
    expect(await screen.findByRole('alert')).toHaveTextContent('Storage is unavailable.');
    server.use(on.get(PATH, () => HttpResponse.json(orders)));
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: /^Findings/ })).toBeInTheDocument();
  });

  it('does not choke on an answer that is no report', async () => {
    server.use(on.get(PATH, () => HttpResponse.json({ hello: 'world' })));
    renderAt(<ReportView datasetId={DATASET_ID} />);
    expect(await screen.findByRole('alert')).toHaveTextContent('a shape that this page does not know');
  });

  it('reads a report once', async () => {
    const { asked, client } = await show(orders);
    expect(client.getQueryCache().getAll()[0]?.isStale()).toBe(false);
    expect(asked()).toBe(1);
  });
});

describe('a report', () => {
  it('has its parts in order, with headings that step down one at a time', async () => {
    await show(orders);
    const headings = [...document.querySelectorAll('h1, h2, h3, h4')];
    expect(headings.filter((heading) => heading.tagName === 'H2').map((heading) => heading.textContent)).toEqual([
      'Findings (8)', 'Columns (8)', 'Duplicate rows', 'Warnings from reading (0)', 'The file',
    ]);
    const levels = headings.map((heading) => Number(heading.tagName.slice(1)));
    levels.reduce((last, level) => {
      expect(level).toBeLessThanOrEqual(last + 1);
      return level;
    }, 1);
  });

  it.each([
    ['no rows', empty, 3],
    ['one row', one, 3],
    ['warnings', warned, 4],
    ['nested and mixed values', mixed, 8],
    ['odd names and values', odd, 14],
  ])('with %s shows every column', async (_, answer, count) => {
    await show(answer);
    await waitFor(() => expect(cards()).toHaveLength(count));
  });

  it('shows names and values as text, whatever they hold', async () => {
    const { container } = await show(odd);
    expect(cards().map((heading) => heading.textContent)).toEqual(
      expect.arrayContaining(['<script>alert(1)</script>', '🦄 emoji', 'שם עברית', '␠padded⇥name␠']),
    );
    expect(container.querySelector('script, b')).toBeNull();
    expect(screen.getByText('<b>x</b>')).toBeInTheDocument();
  });

  it('of 1,000 columns shows 100', async () => {
    await show(aWideReport(1000));
    await waitFor(() => expect(cards()).toHaveLength(100), { timeout: 15_000 });
    expect(screen.getByText('Columns 1 to 100 of 1,000')).toBeInTheDocument();
  });
});

describe('a column’s details', () => {
  it('open from a card, are in the address, close with Escape and give the focus back', async () => {
    const user = userEvent.setup();
    await show(orders, '/?sort=nulls');
    const [link] = screen.getAllByText('delivery_days', { selector: 'h3 *' }).flatMap((text) => text.closest('a') ?? []);
    if (link === undefined) throw new Error('no link to the column');
    link.focus();
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('dialog', { name: 'delivery_days' })).toBeInTheDocument();
    expect(address()).toBe('/?sort=nulls&col=delivery_days');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(address()).toBe('/?sort=nulls');
    await waitFor(() => expect(link).toHaveFocus());
  });

  it('open from a link that was shared', async () => {
    await show(odd, `/?col=${encodeURIComponent(' padded\tname ')}`);
    expect(await screen.findByRole('dialog')).toHaveTextContent('␠padded⇥name␠');
  });
});
