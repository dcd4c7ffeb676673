/** Limits of a {@link Batcher}. */
export interface BatchLimits {
  /** Items in one batch at most. */
  items: number;
  /** Bytes in one batch at most; an item larger than that gets a batch of its own. */
  bytes: number;
  /** Batches in flight at most. */
  concurrency: number;
  /** How long, in milliseconds, the first item of a batch waits for company. */
  lingerMs: number;
}

interface Waiting<Item, Result> {
  item: Item;
  bytes: number;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Group commit: items that concurrent callers add within a few milliseconds are flushed together,
 * and each caller gets its own item's result only when the whole batch is done. While as many
 * batches are in flight as allowed, items wait and the next batch grows.
 */
export class Batcher<Item, Result> {
  readonly #flush: (items: Item[]) => Promise<(Result | Error)[]>;
  readonly #limits: BatchLimits;
  #waiting: Waiting<Item, Result>[] = [];
  #inFlight = 0;
  #lingering = false;

  /**
   * @param flush resolves to one result for each item, in order; an `Error` rejects its item alone.
   * When it rejects, so does every item.
   */
  constructor(flush: (items: Item[]) => Promise<(Result | Error)[]>, limits: BatchLimits) {
    this.#flush = flush;
    this.#limits = limits;
  }

  /** Adds an item of this size; resolves to its result once its batch is done. */
  add(item: Item, bytes: number): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, bytes, resolve, reject });
      if (this.#waiting.length >= this.#limits.items) this.#start();
      else this.#linger();
    });
  }

  #linger(): void {
    if (this.#lingering) return;
    this.#lingering = true;
    setTimeout(() => {
      this.#lingering = false;
      this.#start();
    }, this.#limits.lingerMs);
  }

  #start(): void {
    if (this.#inFlight >= this.#limits.concurrency || this.#waiting.length === 0) return;
    const batch = this.#waiting.splice(0, this.#nextSize());
    this.#inFlight += 1;
    void this.#run(batch).finally(() => {
      this.#inFlight -= 1;
      this.#start();
    });
    // What is left did not fit: it is a batch of its own already.
    this.#start();
  }

  #nextSize(): number {
    let bytes = 0;
    const end = this.#waiting
      .slice(0, this.#limits.items)
      .findIndex((waiting) => (bytes += waiting.bytes) > this.#limits.bytes);
    return end === -1 ? this.#limits.items : Math.max(end, 1);
  }

  async #run(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#flush(batch.map(({ item }) => item));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = results[index];
        if (result instanceof Error) reject(result);
        else resolve(result as Result);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
