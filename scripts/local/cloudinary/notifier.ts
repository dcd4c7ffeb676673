import { setTimeout as sleep } from 'node:timers/promises';
import type { Credentials } from './credentials.ts';
import type { StoredFile } from './fileStore.ts';

/** Attempts until a notification is answered with success, and the pause that grows between them. */
const MAX_ATTEMPTS = 4;
const RETRY_PAUSE_MS = 300;

/** How the notifications about a file are delivered; tests inject faults here. */
export interface NotificationPlan {
  /** 0 loses the notification, 2 duplicates it. */
  copies: number;
  delayMs: number;
}

/** Sends signed notifications and tracks other background work. */
export class Notifier {
  plan: (publicId: string) => NotificationPlan = () => ({ copies: 1, delayMs: 0 });
  readonly #credentials: Credentials;
  readonly #stopped = new AbortController();
  readonly #tasks = new Set<Promise<void>>();

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  /** Sends a notification to the file's notification URL, if it has one. */
  notify(file: StoredFile, content: object): void {
    const { notificationUrl, publicId } = file;
    if (notificationUrl === undefined) return;
    const { copies, delayMs } = this.plan(publicId);
    for (let copy = 0; copy < copies; copy += 1) {
      this.runInBackground(this.#send(notificationUrl, JSON.stringify(content), delayMs));
    }
  }

  /** Tracks work that no request waits for. Its failures are logged. */
  runInBackground(work: Promise<void>): void {
    const task: Promise<void> = work
      .catch((error: unknown) => {
        if (!this.#stopped.signal.aborted) console.error('Cloudinary stand-in:', error);
      })
      .finally(() => this.#tasks.delete(task));
    this.#tasks.add(task);
  }

  /** Resolves when no background work is left. */
  async idle(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }

  /** Cancels notifications that are not sent yet. */
  stop(): void {
    this.#stopped.abort();
  }

  async #send(url: string, body: string, delayMs: number): Promise<void> {
    const { signal } = this.#stopped;
    await sleep(delayMs, undefined, { signal });
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      try {
        const headers = this.#credentials.notificationHeaders(body, Math.floor(Date.now() / 1000));
        const response = await fetch(url, { method: 'POST', headers, body, signal });
        await response.text();
        if (response.ok) return;
      } catch (error) {
        if (signal.aborted) throw error;
      }
      await sleep(RETRY_PAUSE_MS * attempt, undefined, { signal });
    }
  }
}
