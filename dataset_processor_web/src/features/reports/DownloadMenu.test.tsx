import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { DATASET_ID } from '@/testing/builders';
import { renderAt } from '@/testing/render';
import { DownloadMenu } from './DownloadMenu';

it('offers the JSON as plain links, to keep and to read', () => {
  renderAt(<DownloadMenu datasetId={DATASET_ID} />);
  const url = `http://page.test/api/datasets/${DATASET_ID}/report`;
  const download = screen.getByRole('link', { name: 'Download JSON' });
  expect(download).toHaveAttribute('href', url);
  expect(download).toHaveAttribute('download', `report-${DATASET_ID}.json`);
  const open = screen.getByRole('link', { name: 'Open JSON' });
  expect(open).toHaveAttribute('href', url);
  expect(open).not.toHaveAttribute('download');
});
