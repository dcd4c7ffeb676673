import { documentHash } from '../../platform/erasure/keyedHash.ts';
import { bytea, type TransactionSql } from '../../platform/postgres.ts';

/** A document that is deleted, as of a version. */
export interface DeletedDocument {
  path: string;
  version: number;
}

/** Writes the hashed tombstones of documents; a later deletion counts. The ledger of erasures is open for writing. */
export async function insertHashedTombstones(
  sql: TransactionSql,
  deleted: readonly DeletedDocument[],
): Promise<void> {
  if (deleted.length === 0) return;
  const rows = deleted.map(({ path, version }) => ({ document: bytea(documentHash(path)), version }));
  await sql`
    insert into hashed_tombstones as existing (document, version)
    select document, version
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as hashed (document bytea, version bigint)
    on conflict (document) do update set version = greatest(existing.version, excluded.version)`;
}
