import { personHash } from '../../platform/erasure/keyedHash.ts';
import { writeLedger } from '../../platform/erasure/ledger.ts';
import { transaction, type Sql } from '../../platform/postgres.ts';
import { forgetBookkeeping } from '../../sync/erasure/index.ts';
import { TABLES } from '../inventory/inventory.ts';
import { requestErasure } from './requests.ts';
import type { LedgerEntry } from './ledgerFile.ts';

/** Where ids of people are found besides Postgres: accounts, and documents in Firestore. */
export type IdSource = AsyncIterable<string>;

/** Ids read from Postgres at a time. */
const CURSOR_ROWS = 5000;

/** Somebody in a ledger who is in one of the stores. */
export interface BroughtBack {
  uid: string;
  entry: LedgerEntry;
}

/** Finds those in a ledger who are in one of the stores, where something has brought them back. Changes nothing. */
export async function findBroughtBack(
  sql: Sql,
  entries: readonly LedgerEntry[],
  sources: readonly IdSource[],
): Promise<BroughtBack[]> {
  const erased = new Map(entries.map((entry) => [entry.person, entry]));
  const found = new Map<string, BroughtBack>();
  for (const source of [idsInPostgres(sql), ...sources]) {
    for await (const uid of source) {
      const entry = erased.get(personHash(uid).toString('hex'));
      if (entry !== undefined) found.set(uid, { uid, entry });
    }
  }
  return [...found.values()];
}

/**
 * Brings a restored database up to date with a ledger that is newer: nobody in it comes back, and those of them who are in
 * one of the stores are erased again by the ordinary workflow, which is due at once. What the
 * bookkeeping says of documents without rows goes. May be repeated.
 *
 * @returns those who were found
 * @throws PostgresError EK001 if the ledger in the database was written with another ERASURE_KEY
 */
export async function replayLedger(
  sql: Sql,
  entries: readonly LedgerEntry[],
  { sources, now }: { sources: readonly IdSource[]; now: Date },
): Promise<BroughtBack[]> {
  await insertEntries(sql, entries, now);
  await forgetBookkeeping(sql);
  const found = await findBroughtBack(sql, entries, sources);
  const identifiers = { emails: [], names: [], files: [] };
  for (const { uid, entry } of found) {
    await requestErasure(sql, {
      ...{ uid, requestedBy: entry.requestedBy, requestedAt: now, dueAt: now, identifiers },
    });
  }
  return found;
}

/** Entries count as finished until the person is found: the database may never have known them. */
async function insertEntries(sql: Sql, entries: readonly LedgerEntry[], now: Date): Promise<void> {
  await transaction(sql, async (opened) => {
    await writeLedger(opened);
    await opened`
      insert into erasures as existing (person, id, requested_by, requested_at, due_at, began_at, finished_at, receipt)
      select decode(person, 'hex'), receipt, "requestedBy", "requestedAt", "dueAt", "beganAt",
        least("beganAt", ${now}::timestamptz - interval '1 second'), '{}'
      from json_to_recordset(${JSON.stringify(entries)}::text::json) as entry (
        person text, receipt uuid, "requestedBy" text, "requestedAt" timestamptz, "dueAt" timestamptz, "beganAt" timestamptz
      )
      on conflict (person) do update set began_at = coalesce(existing.began_at, excluded.began_at)`;
  });
}

/** What the columns hold that name people; some of it, such as paths, is nobody's id. */
async function* idsInPostgres(sql: Sql): AsyncGenerator<string> {
  const texts = await sql<{ table: string; column: string }[]>`
    select table_name as "table", column_name as "column"
    from information_schema.columns where table_schema = 'public' and data_type = 'text'`;
  const columns = new Set(texts.map(({ table, column }) => `${table}.${column}`));
  for (const { table, owner = [], others = [] } of TABLES) {
    // People in the ledger itself are still to be erased.
    if (table === 'erasures') continue;
    for (const column of [...owner, ...others].filter((name) => columns.has(`${table}.${name}`))) {
      const pages = sql<{ id: string }[]>`
        select distinct ${sql(column)} as id from ${sql(table)} where ${sql(column)} is not null`;
      for await (const rows of pages.cursor(CURSOR_ROWS)) for (const { id } of rows) yield id;
    }
  }
}
