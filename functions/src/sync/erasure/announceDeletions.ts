import { writeLedger } from '../../platform/erasure/ledger.ts';
import { transaction, type Sql } from '../../platform/postgres.ts';
import { forgetPaths } from './forgetPaths.ts';
import { insertHashedTombstones } from './insertHashedTombstones.ts';

/**
 * Adds hashed tombstones for documents before they are deleted from Firestore: the deletion then leaves no tombstone that
 * names them, and their rows remain, with whose they are, until they are erased. What the bookkeeping says of documents that
 * never became rows goes now: the path alone does not say whose they were.
 */
export async function announceDeletions(sql: Sql, paths: readonly string[]): Promise<void> {
  // As late as the deletion that follows may be.
  const version = Date.now() * 1000;
  const deleted = paths.map((path) => ({ path, version }));
  await transaction(sql, async (opened) => {
    await writeLedger(opened);
    await insertHashedTombstones(opened, deleted);
  });
  // Apart, since the writer waits for the ledger.
  await forgetPaths(sql, paths);
}
