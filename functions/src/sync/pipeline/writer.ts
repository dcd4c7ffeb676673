import {
  isConflict,
  isPermanent,
  isTransient,
  transaction,
  type Sql,
  type TransactionSql,
} from '../../platform/postgres.ts';
import { rowId, type Collection } from '../../platform/documents/collection.ts';
import { countOutcomes, type Outcome, type Source } from './counts.ts';
import { keepDeadLetters, settleDeadLetters, upToDateKeys } from '../deadLetters/deadLetters.ts';
import {
  deadLetter,
  nameOf,
  prepare,
  type Incoming,
  type Prepared,
  type Projected,
  type Refusal,
} from './prepare.ts';
import { upsertRows, type Row } from './upsert.ts';
import { forgetWaiting } from '../control/deferredChanges.ts';

/** Attempts at a batch that collides with other transactions, before the messages are given back. */
const CONFLICT_ATTEMPTS = 4;

/** Ids of existing rows that a writer remembers at most. */
const MAX_KNOWN = 100_000;

/** The writer: projects changes to rows and writes them in batches. */
export class Writer {
  readonly #sql: Sql;
  readonly #collections: readonly Collection[];
  readonly #source: Source;
  /**
   * Rows that exist for certain, as `table/id`: they need no placeholder. Rows are not removed while
   * the writer runs; if somebody removes one all the same, its children violate their foreign key, and
   * the writer forgets what it knew. (Without this memory the writer is about a tenth slower, and a
   * lone post takes two more round trips.)
   */
  readonly #known = new Set<string>();

  /**
   * @param collections parents before the collections that reference them.
   * @param source what the changes are counted as.
   */
  constructor(sql: Sql, collections: readonly Collection[], source: Source = 'events') {
    checkOrder(collections);
    this.#sql = sql;
    this.#collections = collections;
    this.#source = source;
  }

  /**
   * Applies a batch in one transaction and returns what became of each message, in order. A document
   * that does not fit becomes a dead letter and holds nobody up. When Postgres refuses the batch, it
   * is halved until what is refused stands alone: a dead letter if its data is at fault, otherwise (a
   * missing migration, say) an `Error` in its place, whose message has to come again.
   *
   * @throws what Postgres threw, when the whole batch has to come again; part of it may be committed.
   */
  async apply(batch: Incoming[]): Promise<(Outcome | Error)[]> {
    return this.write(batch.map((incoming) => prepare(this.#collections, incoming)));
  }

  /** {@link apply} for changes that have been projected already. */
  async write(batch: Prepared[]): Promise<(Outcome | Error)[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const newest = newestPerRow(batch);
        const placeholders = this.#placeholders(newest);
        const outcomes = await transaction(this.#sql, (sql) =>
          this.#transact(sql, batch, newest, placeholders),
        );
        this.#remember(placeholders);
        return outcomes;
      } catch (error) {
        this.#known.clear();
        if (isConflict(error) && attempt < CONFLICT_ATTEMPTS) continue;
        if (isTransient(error) || !(error instanceof Error)) throw error;
        if (batch.length > 1) {
          const middle = Math.ceil(batch.length / 2);
          return [...(await this.write(batch.slice(0, middle))), ...(await this.write(batch.slice(middle)))];
        }
        const [only] = batch;
        if (only?.kind !== 'row' || !isPermanent(error)) return [error];
        // What the server says may quote the row: only the code and the constraint are kept.
        const cause = [error.code, error.constraint_name ?? error.column_name].filter(Boolean).join(', ');
        const reason = `Postgres refuses the row (${cause}): correct the document, or the table and replay`;
        const row = { collection: only.collection, key: only.row.key };
        return this.write([deadLetter(only.incoming, only.change, row, reason)]);
      }
    }
  }

  async #transact(
    sql: TransactionSql,
    batch: Prepared[],
    newest: Map<Collection, Map<string, Projected>>,
    placeholders: Map<string, Set<string>>,
  ): Promise<Outcome[]> {
    // A lock that somebody holds must not hold up this instance. Awaited, like every statement here: the
    // driver can lose track of a transaction whose statements are pipelined.
    const [open] = await sql<{ waiting: boolean; letters: boolean }[]>`
      select set_config('statement_timeout', '20s', true), set_config('lock_timeout', '10s', true),
        exists (select from deferred_changes) as waiting, exists (select from dead_letters) as letters`;
    const applied = await this.#upsert(sql, newest, placeholders);
    if (open?.letters) {
      const states = [...applied].map(({ change: { path }, row: { version } }) => ({ path, version }));
      await settleDeadLetters(sql, states);
    }
    const refused = await this.#notUpToDate(
      sql,
      batch.filter((prepared) => prepared.kind === 'dead-letter'),
    );
    if (refused.size > 0) {
      await keepDeadLetters(
        sql,
        [...refused].map(({ letter }) => letter),
      );
    }
    if (open?.waiting) await forgetWaiting(sql, batch);
    const outcomes = batch.map((prepared): Outcome => {
      if (prepared.kind === 'dead-letter') return refused.has(prepared) ? 'dead-lettered' : 'superseded';
      return prepared.kind === 'row' && applied.has(prepared) ? 'applied' : 'superseded';
    });
    await countOutcomes(
      sql,
      this.#source,
      batch.map((prepared, index) => ({
        collection: nameOf(prepared),
        outcome: outcomes[index] ?? 'superseded',
        committed: prepared.kind === 'row' && prepared.row.live ? prepared.row.version : null,
      })),
    );
    return outcomes;
  }

  /** Writes the newest state of each row, and what it owns. Returns the changes that were written. */
  async #upsert(
    sql: TransactionSql,
    newest: Map<Collection, Map<string, Projected>>,
    placeholders: Map<string, Set<string>>,
  ): Promise<Set<Projected>> {
    const applied = new Set<Projected>();
    for (const collection of this.#collections) {
      const changes = newest.get(collection) ?? new Map<string, Projected>();
      const parents = [...(placeholders.get(collection.table) ?? [])].filter(
        (id) => !changes.has(rowId([id])),
      );
      if (changes.size + parents.length === 0) continue;
      const rows = [...[...changes.values()].map(({ row }) => row), ...parents.map(placeholder)];
      const keys = await upsertRows(sql, collection, rows);
      const written = keys.map((key) => changes.get(rowId(key))).filter((change) => change !== undefined);
      for (const change of written) applied.add(change);
      if (written.length > 0) {
        await collection.childRows?.write(
          sql,
          written.map(({ row, fields }) => ({ key: row.key, fields })),
        );
      }
    }
    return applied;
  }

  /** Without the refused states whose row has a newer one: those are superseded. */
  async #notUpToDate(sql: TransactionSql, refusals: Refusal[]): Promise<Set<Refusal>> {
    const left = new Set(refusals);
    for (const collection of this.#collections) {
      const own = refusals.flatMap((refusal) =>
        refusal.row?.collection === collection
          ? [{ refusal, key: refusal.row.key, version: refusal.letter.version ?? 0 }]
          : [],
      );
      if (own.length === 0) continue;
      const upToDate = new Set((await upToDateKeys(sql, collection, own)).map(rowId));
      for (const { refusal, key } of own) if (upToDate.has(rowId(key))) left.delete(refusal);
    }
    return left;
  }

  /** Ids that the rows refer to and that may not exist, by table: each gets a placeholder. */
  #placeholders(newest: Map<Collection, Map<string, Projected>>): Map<string, Set<string>> {
    const ids = new Map<string, Set<string>>();
    for (const [{ references, keyColumns }, changes] of newest) {
      for (const { column, table } of references) {
        const ofTable = ids.get(table) ?? new Set();
        ids.set(table, ofTable);
        for (const { row } of changes.values()) {
          const id = row.columns[column] ?? row.key[keyColumns.indexOf(column)];
          if (typeof id === 'string' && !this.#known.has(`${table}/${id}`)) ofTable.add(id);
        }
      }
    }
    return ids;
  }

  #remember(placeholders: Map<string, Set<string>>): void {
    if (this.#known.size > MAX_KNOWN) this.#known.clear();
    for (const [table, ids] of placeholders) {
      for (const id of ids) this.#known.add(`${table}/${id}`);
    }
  }
}

/** Rows are written collection by collection, so a parent has to stand before its children. */
function checkOrder(collections: readonly Collection[]): void {
  const seen = new Set<string>();
  for (const { table, references } of collections) {
    seen.add(table);
    const late = references.find((reference) => !seen.has(reference.table));
    if (late)
      throw new Error(`list the collection of "${late.table}" before "${table}", which references it`);
  }
}

function newestPerRow(batch: Prepared[]): Map<Collection, Map<string, Projected>> {
  const newest = new Map<Collection, Map<string, Projected>>();
  for (const prepared of batch) {
    if (prepared.kind !== 'row') continue;
    const rows = newest.get(prepared.collection) ?? new Map<string, Projected>();
    newest.set(prepared.collection, rows);
    const id = rowId(prepared.row.key);
    const other = rows.get(id);
    if (other === undefined || other.row.version < prepared.row.version) rows.set(id, prepared);
  }
  return newest;
}

function placeholder(id: string): Row {
  return { key: [id], version: 0, live: false, columns: {}, firebaseData: null };
}
