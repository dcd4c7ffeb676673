import { POOL_SIZE, type Sql } from '../../functions/src/platform/postgres.ts';
import { BATCH_LIMITS } from '../../functions/src/sync/pipeline/applyBatch.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { encodeMap } from '../../functions/src/platform/documents/encoding.ts';
import {
  prepareChange,
  toIncomingChange,
  type PreparedChange,
} from '../../functions/src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../functions/src/sync/pipeline/writer.ts';
import { BadLine, type Change } from './timeline.ts';

const COLLECTIONS = allCollections;

/** A change that has not been applied yet, and its line. */
interface PendingChange {
  line: number;
  prepared: PreparedChange;
}

/** Applies changes in batches, as the writer does with those from Firestore. */
export class ReplayedChanges {
  readonly #sql: Sql;
  readonly #onRefused: (line: number, problem: string) => void;
  readonly #writer: Writer;
  readonly #documents = new Map<string, { createTime: string; version: number }>();
  #lastVersion = 0;
  #pending: PendingChange[] = [];
  #applied = 0;
  #appliedWhenAnalysed = 0;

  /** @param onRefused called for each change that Postgres refuses */
  constructor(sql: Sql, onRefused: (line: number, problem: string) => void) {
    this.#sql = sql;
    this.#onRefused = onRefused;
    this.#writer = new Writer(sql, COLLECTIONS);
  }

  /** Adds a change, which {@link flush} applies at the latest. @throws BadLine if it does not fit its collection */
  async add(line: number, at: number, { path, data }: Change): Promise<void> {
    const prepared = this.#prepareChange(at, path, data);
    if (prepared === null) return;
    if (prepared.kind === 'dead-letter') throw new BadLine(`${path}: ${prepared.deadLetter.reason}`);
    this.#pending.push({ line, prepared });
    if (this.#pending.length >= BATCH_LIMITS.items * POOL_SIZE) await this.flush();
  }

  /** Applies the pending changes. */
  async flush(): Promise<void> {
    const pending = this.#pending;
    this.#pending = [];
    const batches = Array.from({ length: Math.ceil(pending.length / BATCH_LIMITS.items) }, (_, index) =>
      pending.slice(index * BATCH_LIMITS.items, (index + 1) * BATCH_LIMITS.items),
    );
    const outcomes = await Promise.all(
      batches.map((batch) => this.#writer.write(batch.map(({ prepared }) => prepared))),
    );
    for (const [index, outcome] of outcomes.flat().entries()) {
      if (outcome === 'applied' || outcome === 'superseded') continue;
      this.#onRefused(
        pending[index]?.line ?? 0,
        outcome instanceof Error ? outcome.message : 'Postgres rejects the row.',
      );
    }
    this.#applied += pending.length;
  }

  /** Updates the planner's statistics after every tenth more changes, as autovacuum does in production. */
  async analyse(): Promise<void> {
    if (this.#applied - this.#appliedWhenAnalysed < Math.max(1000, this.#appliedWhenAnalysed / 10)) return;
    this.#appliedWhenAnalysed = this.#applied;
    await this.#sql`vacuum analyze`;
  }

  #prepareChange(at: number, path: string, data: Change['data']): PreparedChange | null {
    const known = this.#documents.get(path);
    // Deleting a document that does not exist causes no event in Firestore either.
    if (data === null && known === undefined) return null;
    const version = Math.max(at * 1000, this.#lastVersion + 2);
    const updateTime = new Date(at).toISOString();
    const createTime = known?.createTime ?? updateTime;
    const prepared = prepareChange(
      COLLECTIONS,
      toIncomingChange(
        data === null
          ? { kind: 'delete', path, version: (known?.version ?? 0) + 1 }
          : { kind: 'upsert', path, version, createTime, updateTime, data: encodeMap(data) },
      ),
    );
    if (prepared.kind === 'dead-letter') return prepared;
    this.#lastVersion = version;
    if (data === null) this.#documents.delete(path);
    else this.#documents.set(path, { createTime, version });
    return prepared;
  }
}
