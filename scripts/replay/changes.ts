import { POOL_SIZE, type Sql } from '../../functions/src/platform/postgres.ts';
import { BATCH_LIMITS } from '../../functions/src/sync/pipeline/applyBatch.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { encodeMap } from '../../functions/src/sync/pipeline/encoding.ts';
import {
  prepareChange,
  toIncomingChange,
  type PreparedChange,
} from '../../functions/src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../functions/src/sync/pipeline/writer.ts';
import { BadLine, type Change } from './timeline.ts';

const COLLECTIONS = allCollections;

/** A change on its way, and the line that it came from. */
interface Waiting {
  line: number;
  prepared: PreparedChange;
}

/** Applies changes as the writer does with those of Firestore, many at a time. */
export class Changes {
  readonly #sql: Sql;
  readonly #refused: (line: number, problem: string) => void;
  readonly #writer: Writer;
  readonly #documents = new Map<string, { createTime: string; version: number }>();
  #lastVersion = 0;
  #waiting: Waiting[] = [];
  #applied = 0;
  #appliedWhenAnalyzed = 0;

  /** @param refused hears of each change that Postgres refuses */
  constructor(sql: Sql, refused: (line: number, problem: string) => void) {
    this.#sql = sql;
    this.#refused = refused;
    this.#writer = new Writer(sql, COLLECTIONS);
  }

  /** Takes a change; it is applied at the latest by {@link flush}. @throws BadLine when it does not fit. */
  async add(line: number, at: number, { path, data }: Change): Promise<void> {
    const prepared = this.#prepareChange(at, path, data);
    if (prepared === null) return;
    if (prepared.kind === 'dead-letter') throw new BadLine(`${path}: ${prepared.deadLetter.reason}`);
    this.#waiting.push({ line, prepared });
    if (this.#waiting.length >= BATCH_LIMITS.items * POOL_SIZE) await this.flush();
  }

  /** Applies what waits. */
  async flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    const batches = Array.from({ length: Math.ceil(waiting.length / BATCH_LIMITS.items) }, (_, index) =>
      waiting.slice(index * BATCH_LIMITS.items, (index + 1) * BATCH_LIMITS.items),
    );
    const outcomes = await Promise.all(
      batches.map((batch) => this.#writer.write(batch.map(({ prepared }) => prepared))),
    );
    for (const [index, outcome] of outcomes.flat().entries()) {
      if (outcome === 'applied' || outcome === 'superseded') continue;
      this.#refused(
        waiting[index]?.line ?? 0,
        outcome instanceof Error ? outcome.message : 'Postgres refuses the row',
      );
    }
    this.#applied += waiting.length;
  }

  /** Gathers Postgres' planner statistics after many changes, as autovacuum does in production: after a tenth more. */
  async analyze(): Promise<void> {
    if (this.#applied - this.#appliedWhenAnalyzed < Math.max(1000, this.#appliedWhenAnalyzed / 10)) return;
    this.#appliedWhenAnalyzed = this.#applied;
    await this.#sql`vacuum analyze`;
  }

  #prepareChange(at: number, path: string, data: Change['data']): PreparedChange | null {
    const known = this.#documents.get(path);
    // Deleting what is not there is no event in Firestore either.
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
