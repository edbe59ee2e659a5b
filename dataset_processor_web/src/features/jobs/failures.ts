import { formatNumber } from '@/lib/format';

interface Explanation {
  title: string;
  hint: string;
  /** The data itself is at fault: the same bytes will fail again. */
  content: boolean;
}

const content = (title: string, hint: string): Explanation => ({ title, hint, content: true });
const service = (title: string, hint: string): Explanation => ({ title, hint, content: false });

const FIX = 'Correct the file and upload it again.';
const SPLIT = 'Split the file, or ask the operator to raise the limit.';
const AGAIN = 'Nothing is wrong with your file. Process it again; if it goes on, tell the operator.';

const EXPLANATIONS: Record<string, Explanation> = {
  no_header: content('The file has no header row', 'The first line of a CSV file must hold the names of its columns.'),
  invalid_json: content('The file is not valid JSON', FIX),
  truncated_json: content('The file ends too early', 'It may not have been saved or exported to its end. Export it again.'),
  not_a_list: content('The file is not a list', 'A JSON dataset must be a list of objects: [{…}, {…}].'),
  not_an_object: content('An item of the list is not an object', 'A JSON dataset must be a list of objects: [{…}, {…}].'),
  invalid_utf8: content('The file is not UTF-8 text', 'Save or export it with the encoding UTF-8.'),
  too_many_rows: content('The file has too many rows', SPLIT),
  too_many_fields: content('The file has too many columns', SPLIT),
  field_too_large: content('A value is too large', FIX),
  row_too_large: content('A row is too large', FIX),
  nesting_too_deep: content('Lists and objects are nested too deeply', FIX),
  too_much_spill: content('The file is too large to be processed here', SPLIT),
  checksum_mismatch: service('The stored file is not the one uploaded', 'Delete the dataset and upload it again.'),
  object_missing: service('The stored file is gone', 'Delete the dataset and upload it again.'),
  object_changed: service('The stored file changed while it was read', AGAIN),
  unsupported_content_type: content('This type of file cannot be processed', 'Only CSV and JSON can.'),
  storage_unavailable: service('The storage could not be reached', AGAIN),
  database_unavailable: service('The database could not be reached', AGAIN),
  io_error: service('Reading or writing failed', AGAIN),
  worker_lost: service('The worker stopped unexpectedly', AGAIN),
  time_limit: service('Processing took too long', SPLIT),
  stale: service('The job was not taken up in time', AGAIN),
  enqueue_failed: service('The job could not be queued', AGAIN),
  internal_error: service('Something broke inside the service', AGAIN),
};

/** A failure's code in words, and what its owner can do. */
export function explainFailure(code: string | null): Explanation {
  return EXPLANATIONS[code ?? ''] ?? service('Processing failed', AGAIN);
}

/** The API counts rows from 0, people from 1. */
export function describeRow(row: number): string {
  return `data row ${formatNumber(row + 1)}`;
}
