import { UnusableParameter } from '../../platform/config.ts';
import { rowId, type Collection } from '../../platform/documents/collection.ts';
import { Erased, readErased, type LedgerState } from '../../platform/erasure/erased.ts';
import { isRefusal, isUnavailable } from '../../platform/databaseErrors.ts';
import { transaction, type Sql, type TransactionSql } from '../../platform/postgres.ts';
import { retryConflicts } from '../../platform/retryConflicts.ts';
import { LONGEST_WRITE, timeouts } from '../../platform/timeouts.ts';
import { clearDeferredChanges } from '../control/deferredChanges.ts';
import { clearDeadLetters, recordDeadLetters } from '../deadLetters/deadLetters.ts';
import { countDailyWrites, type DailyLimitReached } from './dailyWrites.ts';
import { countOutcomes, type ChangeSource, type Outcome } from './outcomes.ts';
import { changesThatLeaveAnswers, type AppliedChanges } from './answerChanges.ts';
import { hashDocuments, HashedTombstones } from './hashedTombstones.ts';
import { keepOutErased } from './keepOutErased.ts';
import { newestPerRow, type NewestChanges } from './newestChanges.ts';
import { ParentRows, placeholderRow } from './placeholders.ts';
import {
  prepareChange,
  rejectChange,
  tableOf,
  type IncomingChange,
  type PreparedChange,
  type ProjectedChange,
} from './prepareChange.ts';
import { dropSuperseded } from './dropSuperseded.ts';
import { upsertRows } from './upsertRows.ts';

/** What a transaction has written. */
interface Written {
  outcomes: Outcome[];
  /** The changes as they were written; see {@link keepOutErased}. */
  newest: NewestChanges;
  /** The parents that now exist; see {@link ParentRows}. */
  parents: Map<string, Set<string>>;
  applied: AppliedChanges;
  limitsReached: DailyLimitReached[];
}

/** What a transaction that has begun may write. */
interface Opened {
  batch: PreparedChange[];
  tombstones: HashedTombstones;
  hasDeferred: boolean;
  hasDeadLetters: boolean;
}

/** Projects changes to rows and writes them in batches. */
export class Writer {
  readonly #sql: Sql;
  readonly #collections: readonly Collection[];
  readonly #source: ChangeSource;
  readonly #parents = new ParentRows();
  readonly #leftAnswers = new WeakSet<PreparedChange>();
  #erased = new Erased();
  #limitsReached: DailyLimitReached[] = [];

  /**
   * @param collections parents before the collections that reference them.
   * @param source the source under which the changes are counted.
   */
  constructor(sql: Sql, collections: readonly Collection[], source: ChangeSource = 'events') {
    checkOrder(collections);
    this.#sql = sql;
    this.#collections = collections;
    this.#source = source;
  }

  /**
   * Applies a batch in one transaction and returns the outcome of each change, in order. A document that
   * does not fit becomes a dead letter without delaying the others. If Postgres rejects the batch, it is
   * halved until the offending change is alone: it becomes a dead letter if its data is at fault;
   * otherwise (a missing migration, say) an `Error` takes its place, and its message must be redelivered.
   *
   * @throws what Postgres threw, if the whole batch must be redelivered; part of it may be committed.
   */
  async apply(batch: IncomingChange[]): Promise<(Outcome | Error)[]> {
    return this.write(batch.map((incoming) => prepareChange(this.#collections, incoming)));
  }

  /** Like {@link apply}, for changes that are already prepared. */
  async write(batch: PreparedChange[]): Promise<(Outcome | Error)[]> {
    try {
      return await retryConflicts(() => this.#writeOnce(batch));
    } catch (error) {
      // Halving would ask a server that is not there, or refuses the login, as often as there are changes.
      if (isUnavailable(error) || error instanceof UnusableParameter || !(error instanceof Error))
        throw error;
      return this.#isolateFailure(batch, error);
    }
  }

  /** Whether a change was written and left every answer as it was; see {@link changesThatLeaveAnswers}. */
  leftAnswers(change: PreparedChange): boolean {
    return this.#leftAnswers.has(change);
  }

  /** The people who have reached a limit of a day with what was written since this was last asked. */
  takeLimitsReached(): DailyLimitReached[] {
    const taken = this.#limitsReached;
    this.#limitsReached = [];
    return taken;
  }

  async #writeOnce(batch: PreparedChange[]): Promise<Outcome[]> {
    try {
      const { outcomes, newest, parents, applied, limitsReached } = await transaction(this.#sql, (sql) =>
        this.#transact(sql, batch),
      );
      this.#parents.remember(parents);
      this.#limitsReached.push(...limitsReached);
      for (const change of changesThatLeaveAnswers(batch, newest, applied)) this.#leftAnswers.add(change);
      return outcomes;
    } catch (error) {
      this.#parents.forget();
      throw error;
    }
  }

  /** Halves a batch that Postgres rejects; a single change becomes a dead letter or an `Error`. */
  async #isolateFailure(batch: PreparedChange[], error: Error): Promise<(Outcome | Error)[]> {
    if (batch.length > 1) {
      const middle = Math.ceil(batch.length / 2);
      return [...(await this.write(batch.slice(0, middle))), ...(await this.write(batch.slice(middle)))];
    }
    const [only] = batch;
    if (only?.kind !== 'row' || !isRefusal(error)) return [error];
    // The server's message may quote the row, so keep only the code and the constraint.
    const cause = [error.code, error.constraint_name ?? error.column_name].filter(Boolean).join(', ');
    const reason = `Postgres rejected the row (${cause}): correct the document, or fix the table and run "npm run dead-letters -- replay --all"`;
    const row = { collection: only.collection, key: only.row.key };
    return this.write([rejectChange(only.incoming, only.change, row, reason)]);
  }

  async #transact(sql: TransactionSql, received: PreparedChange[]): Promise<Written> {
    const { batch, tombstones, hasDeferred, hasDeadLetters } = await this.#open(sql, received);
    const newest = newestPerRow(batch);
    const parents = this.#parents.findUnknown(newest);
    const { applied, limitsReached } = await this.#upsert(sql, newest, parents);
    await tombstones.update(sql, applied);
    if (hasDeadLetters) {
      const states = [...applied.keys()].map(({ change: { path }, row: { version } }) => ({ path, version }));
      await clearDeadLetters(sql, states);
    }
    const rejected = await dropSuperseded(
      sql,
      this.#collections,
      batch.filter((prepared) => prepared.kind === 'dead-letter'),
    );
    if (rejected.size > 0) {
      const deadLetters = [...rejected].map(({ deadLetter }) => deadLetter);
      await recordDeadLetters(sql, deadLetters);
    }
    if (hasDeferred) await clearDeferredChanges(sql, batch);
    const outcomes = batch.map((prepared): Outcome => {
      if (prepared.kind === 'dead-letter') return rejected.has(prepared) ? 'dead-lettered' : 'superseded';
      return prepared.kind === 'row' && applied.has(prepared) ? 'applied' : 'superseded';
    });
    await this.#count(sql, batch, outcomes);
    return { outcomes, newest, parents, applied, limitsReached };
  }

  /**
   * Begins a transaction: with the timeouts that keep a lock held elsewhere from blocking this instance, and with what the
   * ledger of erasures leaves of the batch. Every statement is awaited, because the driver can lose track of a transaction
   * whose statements are pipelined.
   */
  async #open(sql: TransactionSql, received: PreparedChange[]): Promise<Opened> {
    const known = this.#erased;
    const hashes = hashDocuments(received);
    const [state] = await sql<(Omit<Opened, 'batch' | 'tombstones'> & { ledger: LedgerState })[]>`
      select ${timeouts(sql, { statement: '20s', lock: '10s', transaction: LONGEST_WRITE })},
        ${readErased(sql, known, [...hashes.values()])} as ledger,
        exists (select from deferred_changes) as "hasDeferred",
        exists (select from dead_letters) as "hasDeadLetters"`;
    if (state === undefined) throw new Error('Postgres returned no row for a select without a table');
    const erased = known.at(state.ledger);
    this.#erased = erased;
    const permitted = received.map((prepared) => keepOutErased(this.#collections, prepared, erased));
    const tombstones = new HashedTombstones(hashes, state.ledger.tombstones, permitted);
    return { ...state, batch: permitted.map((prepared) => tombstones.drop(prepared)), tombstones };
  }

  async #count(sql: TransactionSql, batch: PreparedChange[], outcomes: Outcome[]): Promise<void> {
    await countOutcomes(
      sql,
      this.#source,
      batch.map((prepared, index) => ({
        collection: tableOf(prepared),
        outcome: outcomes[index] ?? 'superseded',
        committed: prepared.kind === 'row' && prepared.row.live ? prepared.row.version : null,
      })),
    );
  }

  /** Writes the newest state of each row, its child rows and placeholders. */
  async #upsert(
    sql: TransactionSql,
    newest: NewestChanges,
    parents: Map<string, Set<string>>,
  ): Promise<Pick<Written, 'applied' | 'limitsReached'>> {
    const applied: AppliedChanges = new Map();
    const limitsReached: DailyLimitReached[] = [];
    for (const collection of this.#collections) {
      const changes = newest.get(collection) ?? new Map<string, ProjectedChange>();
      const missing = [...(parents.get(collection.table) ?? [])].filter((id) => !changes.has(rowId([id])));
      if (changes.size + missing.length === 0) continue;
      const rows = [...[...changes.values()].map(({ row }) => row), ...missing.map(placeholderRow)];
      const written: ProjectedChange[] = [];
      const created: ProjectedChange[] = [];
      for (const { key, unchangedSeconds, inserted } of await upsertRows(sql, collection, rows)) {
        const change = changes.get(rowId(key));
        if (change === undefined) continue;
        written.push(change);
        if (inserted) created.push(change);
        applied.set(change, unchangedSeconds);
      }
      if (written.length > 0) {
        await collection.childRows?.write(
          sql,
          written.map((change) => ({
            key: change.row.key,
            fields: change.fields,
            isPaced: this.#source === 'events' && !isImport(change),
          })),
        );
      }
      if (this.#source === 'events')
        limitsReached.push(...(await countDailyWrites(sql, collection, created)));
    }
    return { applied, limitsReached };
  }
}

/** Whether an importer has just written the document; people may change it later. */
function isImport({ change }: ProjectedChange): boolean {
  return (
    change.kind === 'upsert' && change.data['imported'] === true && change.createTime === change.updateTime
  );
}

/** Rows are written collection by collection, so parents must come before their children. */
function checkOrder(collections: readonly Collection[]): void {
  const tables = new Set<string>();
  for (const { table, references } of collections) {
    tables.add(table);
    const late = references.find((reference) => !tables.has(reference.table));
    if (late)
      throw new Error(`list the collection of "${late.table}" before "${table}", which references it`);
  }
}
