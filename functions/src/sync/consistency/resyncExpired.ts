import { findCollection } from '../../platform/documents/collection.ts';
import type { Firestore } from '../../platform/firestore.ts';
import type { Sql } from '../../platform/postgres.ts';
import { allCollections } from '../collections/index.ts';
import { isTableOn, RETENTION_MS } from '../control/control.ts';
import type { SyncStatus } from '../control/status.ts';
import { DocumentReader } from '../pipeline/documentReader.ts';
import { Writer } from '../pipeline/writer.ts';
import { resync, type ResyncTarget } from './resync.ts';

/** Documents resynchronised in one run; the next run continues. */
const MAX_DOCUMENTS = 2000;

/**
 * Resynchronises documents whose deferred changes have outlived Pub/Sub's retention, and so are lost.
 * Documents of tables that are still paused stay deferred.
 */
export async function resyncExpired(
  source: Firestore,
  sql: Sql,
  { control, deferredByTable }: SyncStatus,
): Promise<void> {
  const tables = Object.keys(deferredByTable).filter((table) => isTableOn(control, table));
  const expired = await sql<{ path: string }[]>`
    select path from deferred_changes
    where deferred_since < ${new Date(Date.now() - RETENTION_MS).toISOString()}
      and collection in (select json_array_elements_text(${JSON.stringify(tables)}::text::json))
    order by deferred_since limit ${MAX_DOCUMENTS}`;
  if (expired.length === 0) return;
  const targets = expired.flatMap(({ path }): ResyncTarget[] => {
    const found = findCollection(allCollections, path);
    return found === null ? [] : [{ ...found, key: found.collection.keyOf(found.params), path }];
  });
  const reader = new DocumentReader(source);
  await resync({ sql, reader, writer: new Writer(sql, allCollections, 'repair') }, targets);
  // A document of an undeclared collection has no table, so forget it.
  const declared = new Set(targets.map(({ path }) => path));
  const undeclared = expired.filter(({ path }) => !declared.has(path)).map(({ path }) => path);
  await sql`
    delete from deferred_changes
    where path in (select json_array_elements_text(${JSON.stringify(undeclared)}::text::json))`;
}
