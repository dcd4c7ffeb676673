import { parseControl, type Control } from './control.ts';

/** How long an instance uses what it has read, and so the delay until it follows a new mode. */
const FRESH_MS = 5000;

/** How long it uses what it has read while Firestore is unreachable. */
const STALE_MS = 60_000;

/**
 * This instance's view of the control document, refreshed every 5 s by one read shared by all invocations.
 * Costs at most 17,280 reads a day for an instance that is always busy, and none for an idle one.
 */
export class ControlReader {
  readonly #read: () => Promise<unknown>;
  #cached: { control: Control; readAt: number } | undefined;
  #refresh: Promise<Control> | undefined;

  /** @param read resolves to the fields of `system/sync`, or undefined if there is no document. */
  constructor(read: () => Promise<unknown>) {
    this.#read = read;
  }

  /** @throws if it cannot be read and the last value is older than a minute. */
  current(): Promise<Control> {
    if (this.#cached !== undefined && Date.now() - this.#cached.readAt < FRESH_MS)
      return Promise.resolve(this.#cached.control);
    this.#refresh ??= this.#readAgain().finally(() => (this.#refresh = undefined));
    return this.#refresh;
  }

  async #readAgain(): Promise<Control> {
    const readAt = Date.now();
    let fields: unknown;
    try {
      fields = await this.#read();
    } catch (error) {
      if (this.#cached !== undefined && readAt - this.#cached.readAt < STALE_MS) return this.#cached.control;
      throw error;
    }
    const control = parseControl(fields);
    this.#cached = { control, readAt };
    return control;
  }
}
