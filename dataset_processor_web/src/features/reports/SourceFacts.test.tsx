import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderAt } from '@/testing/render';
import { SourceFacts } from './SourceFacts';
import { readReport } from './report';
import { aReport } from './testing/builders';
import mixed from './testing/mixed.json';

const terms = () => [...document.querySelectorAll('dt')].map((each) => each.textContent);

it('says what was read', () => {
  renderAt(<SourceFacts report={aReport()} />);
  expect(terms()).toEqual(['Format', 'Data rows', 'Blank lines skipped', 'Size', 'SHA-256', 'Report made']);
  expect(screen.getByText('71 bytes')).toBeInTheDocument();
  expect(screen.getByText('ab'.repeat(32))).toBeInTheDocument();
});

it('does not speak of blank lines in JSON', () => {
  renderAt(<SourceFacts report={readReport(mixed)} />);
  expect(terms()).not.toContain('Blank lines skipped');
});

it('does with a report that does not say', () => {
  renderAt(<SourceFacts report={aReport({ source: null, row_count: 1 })} />);
  expect(screen.getByText('1 row.')).toBeInTheDocument();
});
