import { type FSWatcher, watch } from 'node:fs';
import type { Database } from './database.js';
import type { Log } from './log.js';
import { isBusy } from './store-error.js';

/** How soon a commit of another process is noticed where the file system tells of writes, and where it does not. */
const POLL_WATCHED_MS = 250;
const POLL_MS = 25;

type Waiter = { readonly beyond: number; readonly wake: () => void };

/**
 * Wakes those who wait for the log to grow: at once for writers of this process, within milliseconds for others, whose writes to the
 * write-ahead log the file system reports. Keeps the process alive only while somebody waits.
 */
export class Changes {
  private readonly waiters = new Set<Waiter>();
  private attending = 0;
  private watcher: FSWatcher | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  /** To be called by whoever will wait now and again, and undone when that ends: the file is watched in the meantime. */
  attend(): () => void {
    this.attending++;
    this.startWatching();
    return () => {
      this.attending--;
      if (this.attending === 0) this.stopWatching();
    };
  }

  /** Resolves when there is an event after that position, when the signal aborts, and when the store is closed. */
  beyond(position: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted || this.closed) return resolve();
      const wake = (): void => {
        this.waiters.delete(waiter);
        signal.removeEventListener('abort', wake);
        if (this.waiters.size === 0) this.stopPolling();
        resolve();
      };
      const waiter: Waiter = { beyond: position, wake };
      signal.addEventListener('abort', wake);
      this.waiters.add(waiter);
      this.timer ??= setInterval(() => this.look(), this.watcher === undefined ? POLL_MS : POLL_WATCHED_MS);
      this.look(); // for what was committed since the caller looked
    });
  }

  /** The log's newest event is now at this position. */
  announce(last: number): void {
    for (const waiter of [...this.waiters]) if (last > waiter.beyond) waiter.wake();
  }

  close(): void {
    this.closed = true;
    for (const { wake } of [...this.waiters]) wake();
    this.stopWatching();
  }

  private look(): void {
    if (this.waiters.size === 0) return;
    try {
      this.announce(this.log.last());
    } catch (error) {
      if (!isBusy(error)) this.announce(Infinity); // whoever waited meets the error when it reads
    }
  }

  private startWatching(): void {
    if (this.watcher !== undefined || this.closed) return;
    try {
      this.watcher = watch(`${this.database.file}-wal`, { persistent: false }, () => this.look());
      this.watcher.on('error', () => this.stopWatching());
    } catch {
      this.watcher = undefined; // too many watches, or a file system without them: the timer alone does it
    }
  }

  private stopWatching(): void {
    this.watcher?.close();
    this.watcher = undefined;
  }

  private stopPolling(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
