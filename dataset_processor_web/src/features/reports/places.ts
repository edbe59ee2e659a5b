/** The parts of the report, by the id of their heading. */
export const PLACES = {
  findings: 'Findings',
  columns: 'Columns',
  duplicates: 'Duplicate rows',
  warnings: 'Warnings from reading',
  source: 'The file',
} as const;

export type PlaceId = keyof typeof PLACES;

/** Scrolls to a part and gives its heading the focus, so that reading goes on there. */
export function jumpTo(place: PlaceId): void {
  const heading = document.getElementById(place);
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
}
