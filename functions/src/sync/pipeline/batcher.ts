/** Limits of a {@link Batcher}. */
export interface BatchLimits {
  /** Maximum number of items in a batch. */
  items: number;
  /** Maximum size of a batch in bytes; a larger item gets a batch of its own. */
  bytes: number;
  /** Maximum number of batches in flight. */
  concurrency: number;
  /** How long, in milliseconds, the first item of a batch waits for others to join it. */
  lingerMs: number;
}

interface PendingItem<Item, Result> {
  item: Item;
  bytes: number;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Group commit: items that concurrent callers add within a few milliseconds are flushed together, and
 * each caller gets its item's result only when the whole batch is done. While the maximum number of
 * batches is in flight, items queue up and the next batch grows.
 */
export class Batcher<Item, Result> {
  readonly #flush: (items: Item[]) => Promise<(Result | Error)[]>;
  readonly #limits: BatchLimits;
  #pending: PendingItem<Item, Result>[] = [];
  #inFlight = 0;
  #isLingering = false;

  /**
   * @param flush resolves to one result per item, in order; an `Error` rejects that item alone. If
   * `flush` rejects, every item of the batch is rejected.
   */
  constructor(flush: (items: Item[]) => Promise<(Result | Error)[]>, limits: BatchLimits) {
    this.#flush = flush;
    this.#limits = limits;
  }

  /** Adds an item of this size; resolves to its result once its batch is done. */
  add(item: Item, bytes: number): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ item, bytes, resolve, reject });
      if (this.#pending.length >= this.#limits.items) this.#startBatches();
      else this.#linger();
    });
  }

  #linger(): void {
    if (this.#isLingering) return;
    this.#isLingering = true;
    setTimeout(() => {
      this.#isLingering = false;
      this.#startBatches();
    }, this.#limits.lingerMs);
  }

  #startBatches(): void {
    while (this.#inFlight < this.#limits.concurrency && this.#pending.length > 0) {
      this.#inFlight += 1;
      void this.#run(this.#pending.splice(0, this.#nextBatchSize())).finally(() => {
        this.#inFlight -= 1;
        this.#startBatches();
      });
    }
  }

  #nextBatchSize(): number {
    let bytes = 0;
    const end = this.#pending
      .slice(0, this.#limits.items)
      .findIndex((pending) => (bytes += pending.bytes) > this.#limits.bytes);
    return end === -1 ? this.#limits.items : Math.max(end, 1);
  }

  async #run(batch: PendingItem<Item, Result>[]): Promise<void> {
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
