import type { Collection } from '../../platform/documents/collection.ts';
import { longTransaction } from '../../platform/longTransaction.ts';
import type { Fragment, Sql, TransactionSql } from '../../platform/postgres.ts';
import { storableText } from '../deadLetters/deadLetters.ts';
import type { DocumentOwner } from './deleteDocuments.ts';

/** Documents of a person: all that have the id in one of these columns. */
export interface OwnedCollection {
  collection: Collection;
  columns: DocumentOwner['columns'];
}

/**
 * Removes the paths of a person's documents from the bookkeeping of the synchronisation: dead letters, deferred changes,
 * examples of consistency checks and bounds of backfills. Call it while the rows of the documents are still there: they
 * tell which posts and connections are theirs.
 *
 * @returns how many rows were deleted or changed
 */
export function forgetPathsOf(sql: Sql, uid: string, owned: readonly OwnedCollection[]): Promise<number> {
  return longTransaction(sql, async (tx) => {
    await readPaths(tx, uid, owned);
    const isTheirs = (path: Fragment): Fragment => tx`(
      ${path} in (select their_paths.path from their_paths) or ${uid} = any (string_to_array(${path}, '/'))
        -- The key of a row that is no document's.
        or strpos(${path}, ${JSON.stringify(uid)}) > 0
    )`;
    return forget(tx, isTheirs);
  });
}

/** Removes paths from the same bookkeeping, of documents that no row tells of. @returns how many rows were changed */
export function forgetPaths(sql: Sql, paths: readonly string[]): Promise<number> {
  const listed = JSON.stringify(paths.map(storableText));
  return longTransaction(sql, (tx) =>
    forget(tx, (path) => tx`${path} in (select json_array_elements_text(${listed}::text::json))`),
  );
}

/** @param isTheirs whether a path is to be forgotten; null if it is null */
async function forget(sql: TransactionSql, isTheirs: (path: Fragment) => Fragment): Promise<number> {
  const deadLetters = await sql`delete from dead_letters where ${isTheirs(sql`key`)}`;
  const deferred = await sql`delete from deferred_changes where ${isTheirs(sql`path`)}`;
  const ends = await sql`
    update consistency_checks set slice_end = null where ${isTheirs(inQuotes(sql, 'slice_end'))}`;
  const examples = await sql`
    update consistency_checks set examples = reduced.examples
    from (
      select id, jsonb_object_agg(kind, array(
        select path from jsonb_array_elements_text(paths) as path where not coalesce(${isTheirs(sql`path`)}, false)
      )) as examples
      from consistency_checks, jsonb_each(examples) as each (kind, paths)
      group by id
    ) as reduced
    where reduced.id = consistency_checks.id and reduced.examples <> consistency_checks.examples`;
  // Backfills with such a bound forget how far they are, and start anew.
  const backfills = await sql`
    delete from backfill_partitions where (source, collection) in (
      select source, collection from backfill_partitions
      where ${isTheirs(inQuotes(sql, 'first_id'))} or ${isTheirs(inQuotes(sql, 'end_id'))}
        or ${isTheirs(inQuotes(sql, 'after_path'))}
    )`;
  return [deadLetters, deferred, ends, examples, backfills].reduce((sum, { count }) => sum + count, 0);
}

/** Puts the paths of the documents that are known by rows into a table of the transaction. */
async function readPaths(sql: TransactionSql, uid: string, owned: readonly OwnedCollection[]): Promise<void> {
  // Without an index: a path may be longer than its entries.
  await sql`create temporary table their_paths (path text) on commit drop`;
  for (const { collection, columns } of owned) {
    const path = collection.pathOf(collection.keyColumns.map((column) => `' || ${column} || '`));
    await sql.unsafe(
      `insert into their_paths
       select '${path}' from ${collection.table} where ${columns.map((column) => `${column} = $1`).join(' or ')}`,
      [uid],
    );
  }
}

/** A path that is stored as JSON; not parsed, since Postgres cannot hold every path. */
function inQuotes(sql: TransactionSql, column: string): Fragment {
  return sql`trim(both '"' from ${sql(column)})`;
}
