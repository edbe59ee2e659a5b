import type { Schemas } from '@/api/client';
import { ApiError } from '@/api/client';
import { formatBytes, formatCount } from '@/lib/format';

export type UploadCause = 'too_large' | 'wrong_type' | 'malformed' | 'unavailable' | 'no_answer' | 'empty' | 'folder' | 'interrupted' | 'other';

export interface UploadFailure {
  cause: UploadCause;
  /** What is wrong, for the file's owner. */
  message: string;
  /** Whether the same file may succeed another time. */
  retryable: boolean;
  requestId: string | null;
}

const TYPES: Record<string, string> = { csv: 'text/csv', json: 'application/json' };
export const ACCEPTED = '.csv,.json,text/csv,application/json';

/** The type to send: by the name's ending first, since systems call CSV files many things. */
export function typeOf(file: File): string {
  const ending = file.name.toLowerCase().split('.').at(-1) ?? '';
  return TYPES[ending] ?? file.type;
}

function failure(cause: UploadCause, message: string, retryable = false, requestId: string | null = null): UploadFailure {
  return { cause, message, retryable, requestId };
}

/** What can be said before a byte is sent. The server has the last word on everything else. */
export function checkFile(file: File, meta: Schemas['Meta'] | undefined): UploadFailure | null {
  const accepted = meta?.accepted_types ?? Object.values(TYPES);
  if (!accepted.includes(typeOf(file))) return failure('wrong_type', 'Only CSV and JSON files can be processed.');
  if (file.size === 0) return failure('empty', 'The file is empty.');
  const limit = meta?.limits.max_upload_bytes;
  if (limit !== undefined && file.size > limit) return tooLarge(file, limit);
  return null;
}

export function folderFailure(): UploadFailure {
  return failure('folder', 'A folder cannot be uploaded. Open it and choose the files in it.');
}

export function interruptedFailure(): UploadFailure {
  return failure('interrupted', 'the page was left before the server had confirmed the upload. Choose the file again to upload it.');
}

function tooLarge(file: File, limit: number | undefined, requestId: string | null = null): UploadFailure {
  // A limit that the file keeps is not the one it was refused by.
  const known = limit !== undefined && file.size > limit ? limit : null;
  const alike = known !== null && formatBytes(known) === formatBytes(file.size);
  const write = (bytes: number) => (alike ? formatCount(bytes, 'byte') : formatBytes(bytes));
  const most = known === null ? '' : ` The limit is ${write(known)}.`;
  return failure('too_large', `The file is too large: ${write(file.size)}.${most}`, false, requestId);
}

/** Whether the file's size may be the reason: a server that refuses half way may only be seen to hang up. */
export function mayBeTooLarge(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 413 || isWithoutAnswer(error.status));
}

function isWithoutAnswer(status: number | null): status is null | 502 | 504 {
  return status === null || status === 502 || status === 504;
}

/** Why an upload failed, from what the call threw. */
export function explain(error: unknown, file: File, meta: Schemas['Meta'] | undefined): UploadFailure {
  if (!(error instanceof ApiError)) return failure('other', 'Something unexpected happened.', true);
  const { status, message, requestId } = error;
  const limit = meta?.limits.max_upload_bytes;
  if (status === 413 || (isWithoutAnswer(status) && file.size > (limit ?? Infinity))) return tooLarge(file, limit, requestId);
  if (isWithoutAnswer(status)) return failure('no_answer', message, true);
  if (status === 415) return failure('wrong_type', message, false, requestId);
  if (status === 422) return failure('malformed', message, false, requestId);
  if (status === 429) return failure('unavailable', `Too much was asked of the service at once: ${message}`, true, requestId);
  if (status === 503) return failure('unavailable', `The service is not ready: ${message}`, true, requestId);
  return failure('other', message, status >= 500, requestId);
}
