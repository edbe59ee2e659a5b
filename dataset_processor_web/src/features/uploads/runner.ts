import type { Schemas } from '@/api/client';
import { checkFile, explain, folderFailure, mayBeTooLarge } from './failures';
import { canCancel, isInterrupted, isPending, newItem, nextBatch, nextToStart, reduce, type UploadEvent, type UploadItem, whatFailed } from './queue';
import { interruptedItem, unfinishedNames } from './unfinished';
import { type SendOptions, UploadError } from './uploadFile';

/** How the runner reaches the world; tests give another. */
export interface Transport {
  send: (file: File, options: SendOptions) => Promise<Schemas['DatasetUploadPublic']>;
  /** Has the dataset processed; answers with the job's id. */
  process: (datasetId: string) => Promise<string>;
  /** The limits as they are now. */
  readLimits: () => Promise<Schemas['Meta']>;
  now: () => number;
  isOnline: () => boolean;
  /** Called when something has been stored or has started. */
  onChange: () => void;
  /** Keeps the names of what is unfinished, should the page go away. */
  remember: (names: readonly string[]) => void;
}

export interface UploadState {
  items: readonly UploadItem[];
  /** The last things worth saying aloud, the newest at the end. */
  announcements: readonly Announcement[];
}

interface Announcement {
  id: number;
  text: string;
}

const ANNOUNCEMENTS_KEPT = 6;
const REPEAT_AFTER_SECONDS = [1, 3, 9] as const;

/** Runs the queue, two files at a time, outside of React: it lives as long as the page is open. */
export class UploadRunner {
  readonly #transport: Transport;
  readonly #aborts = new Map<string, AbortController>();
  readonly #listeners = new Set<() => void>();
  #state: UploadState = { items: [], announcements: [] };
  #meta: Schemas['Meta'] | undefined;
  #count = 0;

  /** Begins with the names of what an earlier load of the page did not finish. */
  constructor(transport: Transport, unfinished: readonly string[] = []) {
    this.#transport = transport;
    const items = unfinished.map((name) => interruptedItem(this.#nextId(), name));
    this.#state = { ...this.#state, items };
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getState = (): UploadState => this.#state;

  /** The limits to check against, once they are known. */
  learn(meta: Schemas['Meta'] | undefined): void {
    this.#meta = meta;
  }

  readonly add = (files: readonly File[], folders: readonly string[] = []): void => {
    const batch = nextBatch(this.#state.items);
    const items = files.map((file) => newItem(this.#nextId(), file, checkFile(file, this.#meta), batch));
    const replaced = this.#replacedBy(files);
    const refused = folders.map((name) => newItem(this.#nextId(), new File([], name), folderFailure(), batch));
    this.#apply({ type: 'removed', ids: replaced.map(({ id }) => id) });
    this.#apply({ type: 'added', items: [...items, ...refused] });
    const turnedDown = [...items, ...refused].filter((item) => item.failure !== null);
    if (turnedDown.length > 0) this.#say(turnedDown.map((item) => `${item.file.name}: ${item.failure?.message ?? ''}`).join(' '));
    this.#start();
  };

  readonly cancel = (id: string): void => {
    const item = this.#find(id);
    if (item === undefined || !canCancel(item)) return;
    this.#aborts.get(id)?.abort();
    this.#apply({ type: 'cancelled', id });
    this.#start();
  };

  readonly retry = (id: string): void => {
    this.#apply({ type: 'retried', id, byItself: false, batch: nextBatch(this.#state.items) });
    this.#start();
  };

  readonly remove = (id: string): void => this.#apply({ type: 'removed', ids: [id] });

  /** Takes all that has ended off the list. */
  readonly clear = (): void => {
    this.#apply({ type: 'removed', ids: this.#state.items.filter((item) => !isPending(item)).map((item) => item.id) });
  };

  /** The connection is back: what waits for another try need not wait longer. */
  readonly hurry = (): void => {
    for (const item of this.#state.items) {
      if (item.retryAt !== null) this.#apply({ type: 'retried', id: item.id, byItself: true });
    }
    this.#start();
  };

  /** Interrupted files of the same names, no more of each than there are new ones. */
  #replacedBy(files: readonly File[]): UploadItem[] {
    const names = files.map(({ name }) => name);
    return this.#state.items.filter((item) => {
      const found = isInterrupted(item) ? names.indexOf(item.file.name) : -1;
      return found >= 0 && names.splice(found, 1).length > 0;
    });
  }

  #nextId(): string {
    this.#count += 1;
    return `upload-${this.#count}`;
  }

  #apply(event: UploadEvent): void {
    this.#state = { ...this.#state, items: reduce(this.#state.items, event) };
    if (event.type !== 'progressed') this.#transport.remember(unfinishedNames(this.#state.items));
    for (const listener of this.#listeners) listener();
  }

  #say(text: string): void {
    const { announcements } = this.#state;
    const id = (announcements.at(-1)?.id ?? 0) + 1;
    this.#state = { ...this.#state, announcements: [...announcements, { id, text }].slice(-ANNOUNCEMENTS_KEPT) };
    for (const listener of this.#listeners) listener();
  }

  #find(id: string): UploadItem | undefined {
    return this.#state.items.find((item) => item.id === id);
  }

  #start(): void {
    for (const { id } of nextToStart(this.#state.items)) {
      this.#apply({ type: 'started', id, at: this.#transport.now() });
      const item = this.#find(id);
      if (item !== undefined) void this.#run(item);
    }
  }

  async #run({ id, run, file, dataset, repeats }: UploadItem): Promise<void> {
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    if (dataset === null && repeats === 0) this.#say(`Uploading ${file.name}`);
    try {
      const stored = dataset ?? (await this.#send(id, run, file, abort.signal));
      this.#apply({ type: 'stored', id, run, dataset: stored });
      const jobId = await this.#transport.process(stored.id);
      if (abort.signal.aborted) return;
      this.#apply({ type: 'done', id, run, jobId });
      this.#say(`${file.name} is uploaded`);
    } catch (error) {
      if (this.#find(id)?.dataset === null && mayBeTooLarge(error)) await this.#learnAgain();
      if (!abort.signal.aborted) this.#fail(id, run, error);
    } finally {
      this.#transport.onChange();
      this.#start();
    }
  }

  #send(id: string, run: number, file: File, signal: AbortSignal): Promise<Schemas['DatasetUploadPublic']> {
    return this.#transport.send(file, {
      signal,
      onProgress: (loaded) => this.#apply({ type: 'progressed', id, run, loaded, at: this.#transport.now() }),
      onSent: () => this.#apply({ type: 'sent', id, run }),
    });
  }

  /** The limits may have changed since the page was opened. */
  async #learnAgain(): Promise<void> {
    try {
      this.learn(await this.#transport.readLimits());
    } catch {
      // Those known before have to do.
    }
  }

  #fail(id: string, run: number, error: unknown): void {
    const item = this.#find(id);
    if (item === undefined || item.run !== run) return;
    // What is stored already was not too large.
    const failure = explain(error, item.file, item.dataset === null ? this.#meta : undefined);
    const wait = this.#waitBefore(item, failure.retryable, error);
    const retryAt = wait === null ? null : this.#transport.now() + wait * 1000;
    this.#apply({ type: 'failed', id, run, failure, retryAt });
    if (wait === null) this.#say(`${item.file.name}: ${whatFailed(item)}. ${failure.message}`);
    else if (Number.isFinite(wait)) setTimeout(() => this.#repeat(id, run), wait * 1000);
  }

  /** Seconds until another try, Infinity to wait for the connection, null to give up. */
  #waitBefore(item: UploadItem, retryable: boolean, error: unknown): number | null {
    const pause = REPEAT_AFTER_SECONDS[item.repeats];
    if (!retryable) return null;
    if (!this.#transport.isOnline()) return Infinity;
    if (pause === undefined) return null;
    return Math.max(pause, error instanceof UploadError ? (error.retryAfter ?? 0) : 0);
  }

  #repeat(id: string, run: number): void {
    const item = this.#find(id);
    if (item?.retryAt == null || item.run !== run) return;
    this.#apply({ type: 'retried', id, byItself: true });
    this.#start();
  }
}
