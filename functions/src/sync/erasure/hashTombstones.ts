import type { Collection } from '../../platform/documents/collection.ts';
import { writeLedger } from '../../platform/erasure/ledger.ts';
import { quoted, transaction, type Sql, type TransactionSql } from '../../platform/postgres.ts';
import { retryConflicts } from '../../platform/retryConflicts.ts';
import { DAY_MS } from '../../learning/calendar.ts';
import { allCollections } from '../collections/index.ts';
import { insertHashedTombstones } from './insertHashedTombstones.ts';

/** Tombstones of one transaction, which keeps the writer waiting. */
const CHUNK_SIZE = 500;

/**
 * Turns tombstones of this many days into hashed ones, unless another row refers to them: the document's id is gone, and an
 * older state of it is superseded as before.
 *
 * @returns how many
 */
export async function hashTombstones(sql: Sql, now: Date, days: number): Promise<number> {
  const before = new Date(now.getTime() - days * DAY_MS);
  let total = 0;
  // Children before the parents that they refer to.
  for (const collection of allCollections.toReversed()) {
    const isReferenced = await referenceCondition(sql, collection);
    for (;;) {
      const hashed = await retryConflicts(() =>
        transaction(sql, (opened) => hashChunk(opened, collection, isReferenced, before)),
      );
      total += hashed;
      if (hashed < CHUNK_SIZE) break;
    }
  }
  return total;
}

async function hashChunk(
  sql: TransactionSql,
  { table, keyColumns, fromColumns, pathOf }: Collection,
  isReferenced: string,
  before: Date,
): Promise<number> {
  await writeLedger(sql);
  const removed = await sql.unsafe<Record<string, unknown>[]>(
    `delete from ${quoted([table])} as old
     where ctid = any (array(
       select ctid from ${quoted([table])} as old
       where not live and version > 0
         and synced_at < $1::text::timestamptz
         and not (${isReferenced})
       limit ${String(CHUNK_SIZE)}
     ))
     returning ${quoted(keyColumns)}, version`,
    [before.toISOString()],
  );
  await insertHashedTombstones(
    sql,
    removed.map((row) => ({ path: pathOf(fromColumns(row)), version: Number(row['version']) })),
  );
  return removed.length;
}

/** An SQL condition: whether a row of the table, as `old`, is one that a foreign key refers to. */
async function referenceCondition(sql: Sql, { table }: Collection): Promise<string> {
  const keys = await sql<{ child: string; column: string; parent: string }[]>`
    select conrelid::regclass::text as child, attribute.attname as "column", referenced.attname as parent
    from pg_constraint
    join pg_attribute as attribute on attribute.attrelid = conrelid and attribute.attnum = conkey[1]
    join pg_attribute as referenced on referenced.attrelid = confrelid and referenced.attnum = confkey[1]
    where contype = 'f' and confrelid = ${table}::text::regclass and cardinality(conkey) = 1`;
  const conditions = keys.map(
    ({ child, column, parent }) =>
      `exists (select from ${child} as child where ${quoted([column], 'child')} = ${quoted([parent], 'old')})`,
  );
  return conditions.join(' or ') || 'false';
}
