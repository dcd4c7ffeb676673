import type { RateLimit } from './rateLimit.ts';

interface Window {
  calls: number;
  /** In milliseconds since 1970. */
  endsAt: number;
}

/** Most windows that are kept, about 3 MB. */
export const MAX_WINDOWS = 20_000;

/** Counts calls in windows of time, in bounded memory and constant time: if there are too many, the older half goes. */
export class WindowCounts {
  #newer = new Map<string, Window>();
  #older = new Map<string, Window>();

  get size(): number {
    return this.#newer.size + this.#older.size;
  }

  /** Counts a call, allowed or not. Returns the seconds to wait until one is allowed; 0 if this one is. */
  count(key: string, limit: RateLimit): number {
    const window = this.#current(key) ?? this.#begin(key, limit.seconds);
    window.calls += 1;
    return window.calls <= limit.calls ? 0 : Math.max(1, Math.ceil((window.endsAt - Date.now()) / 1000));
  }

  #current(key: string): Window | undefined {
    const window = this.#newer.get(key) ?? this.#older.get(key);
    return window === undefined || window.endsAt <= Date.now() ? undefined : window;
  }

  #begin(key: string, seconds: number): Window {
    if (this.#newer.size === MAX_WINDOWS / 2) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    const window = { calls: 0, endsAt: Date.now() + seconds * 1000 };
    this.#newer.set(key, window);
    return window;
  }
}
