import createClient from 'openapi-fetch';
import type { components, paths } from './schema.gen';

export type Schemas = components['schemas'];

/** Where the API answers: whoever serves the page passes this on. */
export const API_URL = `${window.location.origin}/api`;

export const api = createClient<paths>({
  baseUrl: API_URL,
  // Looked up at every call: tests replace it after this module was read.
  fetch: (request) => globalThis.fetch(request),
});

/** A call that did not work out. `status` is null when there was no answer at all. */
export class ApiError extends Error {
  readonly status: number | null;
  readonly requestId: string | null;

  constructor(message: string, status: number | null, requestId: string | null = null) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.requestId = requestId;
  }
}

export const NO_ANSWER = 'The server did not answer. It may be restarting, or this computer is offline.';

/** The sentence in an error's body: `detail` is a text, or the list of what is wrong with the request. */
export function describeDetail(body: unknown, status: number): string {
  const detail = typeof body === 'object' && body !== null && 'detail' in body ? body.detail : null;
  if (typeof detail === 'string' && detail !== '') return detail;
  if (Array.isArray(detail)) {
    const messages = detail.map((each: unknown) =>
      typeof each === 'object' && each !== null && 'msg' in each ? String(each.msg).replace(/^Value error, /, '') : '',
    );
    return messages.filter((message) => message !== '').join('; ');
  }
  return `The server answered with status ${status}.`;
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of a call, or an ApiError. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(NO_ANSWER, null);
  }
  const { response } = answer;
  if (!response.ok) {
    // Whoever passes /api on answers so when nothing is behind it.
    if (response.status === 502 || response.status === 504) throw new ApiError(NO_ANSWER, response.status);
    const requestId = response.headers.get('X-Request-ID');
    throw new ApiError(describeDetail(answer.error, response.status), response.status, requestId);
  }
  return answer.data as T;
}

/** A 4xx will be the same next time, and so will a bug or what cannot be read; no answer, a 429 or a 5xx may not. */
export function isTemporary(error: unknown): boolean {
  return error instanceof ApiError && (error.status === null || error.status === 429 || error.status >= 500);
}
