import type { Collection } from '../../platform/documents/collection.ts';
import { longTransaction } from '../../platform/longTransaction.ts';
import type { Fragment, Sql, TransactionSql } from '../../platform/postgres.ts';
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
export function forgetPaths(sql: Sql, uid: string, owned: readonly OwnedCollection[]): Promise<number> {
  return longTransaction(sql, async (tx) => {
    await readPaths(tx, uid, owned);
    const deadLetters = await tx`delete from dead_letters where ${isTheirs(tx, uid, tx`key`)}`;
    const deferred = await tx`delete from deferred_changes where ${isTheirs(tx, uid, tx`path`)}`;
    const ends = await tx`
      update consistency_checks set slice_end = null where ${isTheirs(tx, uid, inQuotes(tx, 'slice_end'))}`;
    const examples = await tx`
      update consistency_checks set examples = reduced.examples
      from (
        select id, jsonb_object_agg(kind, array(
          select path from jsonb_array_elements_text(paths) as path where not coalesce(${isTheirs(tx, uid, tx`path`)}, false)
        )) as examples
        from consistency_checks, jsonb_each(examples) as each (kind, paths)
        group by id
      ) as reduced
      where reduced.id = consistency_checks.id and reduced.examples <> consistency_checks.examples`;
    const backfills = await forgetBounds(tx, uid);
    return [deadLetters, deferred, ends, examples, backfills].reduce((sum, { count }) => sum + count, 0);
  });
}

/** Puts the paths of the documents that are known by rows into a table of the transaction. */
async function readPaths(sql: TransactionSql, uid: string, owned: readonly OwnedCollection[]): Promise<void> {
  await sql`create temporary table their_paths (path text primary key) on commit drop`;
  for (const { collection, columns } of owned) {
    const path = collection.pathOf(collection.keyColumns.map((column) => `' || ${column} || '`));
    await sql.unsafe(
      `insert into their_paths
       select '${path}' from ${collection.table} where ${columns.map((column) => `${column} = $1`).join(' or ')}
       on conflict do nothing`,
      [uid],
    );
  }
}

/** Whether a path is that of one of their documents, or has their id in it; null if it is null. */
function isTheirs(sql: TransactionSql, uid: string, path: Fragment): Fragment {
  return sql`(
    ${path} in (select their_paths.path from their_paths) or ${uid} = any (string_to_array(${path}, '/'))
      -- The key of a row that is no document's.
      or strpos(${path}, ${JSON.stringify(uid)}) > 0
  )`;
}

/** A path that is stored as JSON; not parsed, since Postgres cannot hold every path. */
function inQuotes(sql: TransactionSql, column: string): Fragment {
  return sql`trim(both '"' from ${sql(column)})`;
}

/** Forgets how far backfills with such a bound are: they start anew. */
function forgetBounds(sql: TransactionSql, uid: string) {
  const bounds = ['first_id', 'end_id', 'after_path'].map((column) =>
    isTheirs(sql, uid, inQuotes(sql, column)),
  );
  return sql`
    delete from backfill_partitions where (source, collection) in (
      select source, collection from backfill_partitions
      where ${bounds[0] ?? sql`false`} or ${bounds[1] ?? sql`false`} or ${bounds[2] ?? sql`false`}
    )`;
}
