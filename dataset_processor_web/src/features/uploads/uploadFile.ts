import { API_URL, ApiError, describeDetail, NO_ANSWER, type Schemas } from '@/api/client';
import { typeOf } from './failures';

export class UploadError extends ApiError {
  /** Seconds to wait, where the server said so. */
  readonly retryAfter: number | null;

  constructor(message: string, status: number | null, requestId: string | null, retryAfter: number | null) {
    super(message, status, requestId);
    this.retryAfter = retryAfter;
  }
}

export interface SendOptions {
  signal: AbortSignal;
  onProgress: (loaded: number) => void;
  /** All is sent, the answer is not there yet. */
  onSent: () => void;
}

/** Sends one file. By XMLHttpRequest, since fetch cannot tell how much has been sent. */
export function uploadFile(file: File, options: SendOptions): Promise<Schemas['DatasetUploadPublic']> {
  const { signal, onProgress, onSent } = options;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = () => reject(new UploadError(NO_ANSWER, null, null, null));
    // The sizes reported include the form around the file.
    request.upload.onprogress = (event) => onProgress(Math.min(event.loaded, file.size));
    request.upload.onload = onSent;
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as Schemas['DatasetUploadPublic']);
      else reject(readError(request));
    };
    request.onerror = fail;
    request.ontimeout = fail;
    signal.addEventListener('abort', () => {
      request.abort();
      reject(new DOMException('The upload was cancelled.', 'AbortError'));
    });
    request.open('POST', `${API_URL}/datasets`);
    request.send(toForm(file));
  });
}

function toForm(file: File): FormData {
  const form = new FormData();
  form.set('name', file.name.trim().slice(0, 1000));
  const type = typeOf(file);
  form.set('file', file.type === type ? file : new File([file], file.name, { type }), file.name);
  return form;
}

function readError(request: XMLHttpRequest): UploadError {
  let body: unknown = null;
  try {
    body = JSON.parse(request.responseText);
  } catch {
    // Not the API's answer; the status has to do.
  }
  const { status } = request;
  const gateway = status === 502 || status === 504;
  const message = gateway ? NO_ANSWER : describeDetail(body, status);
  const wait = Number.parseInt(request.getResponseHeader('Retry-After') ?? '', 10);
  return new UploadError(message, status, request.getResponseHeader('X-Request-ID'), Number.isNaN(wait) ? null : wait);
}
