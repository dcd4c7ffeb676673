import { pgArray, quoted, transaction, type Sql } from '../platform/postgres.ts';
import type { Collection } from '../platform/documents/collection.ts';
import { LINK_TABLES, type LinkTable } from './linkTables.ts';
import { rewriteRows } from './rewriteChildRows.ts';

/** Documents rewritten in one transaction. */
const CHUNK_SIZE = 250;

/**
 * Links the documents whose skills wait to those that may come in today, the documents that have waited longest first.
 * What is still beyond the limit of their person goes on waiting.
 *
 * @param collections those whose documents name skills, and others
 * @returns the number of documents that waited
 */
export async function admitWaitingSkills(sql: Sql, collections: readonly Collection[]): Promise<number> {
  let documents = 0;
  for (const link of LINK_TABLES) {
    const collection = collections.find(({ table }) => table === link.documents);
    if (collection === undefined) continue;
    const [now] = await sql<{ now: Date }[]>`select clock_timestamp() as now`;
    for (;;) {
      const admitted = await admitChunk(sql, link, collection, now?.now ?? new Date());
      documents += admitted;
      if (admitted < CHUNK_SIZE) break;
    }
  }
  return documents;
}

async function admitChunk(sql: Sql, link: LinkTable, collection: Collection, before: Date): Promise<number> {
  const key = quoted(collection.keyColumns);
  return transaction(sql, async (tx) => {
    const waiting = await tx<{ document_id: string }[]>`
      select document_id from skills_waiting
      where link_table = ${link.table} and since < ${before}
      order by since, document_id
      limit ${CHUNK_SIZE}`;
    const ids = pgArray(waiting.map(({ document_id: id }) => id));
    // Documents before what waits, in key order, as the writer locks them.
    await tx.unsafe(
      `select from ${quoted([collection.table])} where ${key} = any ($1::text[]) order by ${key} for no key update`,
      [ids],
    );
    await tx`
      delete from skills_waiting where link_table = ${link.table} and document_id = any (${ids}::text[])`;
    // The document is still what it was, but it has links that it had not.
    const rows = await tx.unsafe<Record<string, unknown>[]>(
      `update ${quoted([collection.table])} set changed_at = clock_timestamp()
       where live and ${key} = any ($1::text[]) returning ${key}, firebase_data`,
      [ids],
    );
    await rewriteRows(tx, collection, rows, { isPaced: true });
    return waiting.length;
  });
}
