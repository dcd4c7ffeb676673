import { pgArray, transaction, type Sql } from '../postgres.ts';
import { documentHash } from './keyedHash.ts';
import { writeLedger } from './ledger.ts';

/**
 * Adds hashed tombstones for documents before they are deleted from Firestore: the deletion then leaves no tombstone that
 * names them, and their rows remain, with whose they are, until they are erased.
 */
export async function addHashedTombstones(sql: Sql, paths: readonly string[]): Promise<void> {
  const hashes = paths.map((path) => `\\x${documentHash(path).toString('hex')}`);
  // As late as the deletion that follows may be.
  const version = Date.now() * 1000;
  await transaction(sql, async (opened) => {
    await writeLedger(opened);
    await opened`select add_hashed_tombstones(${pgArray(hashes)}::bytea[], ${version})`;
  });
}
