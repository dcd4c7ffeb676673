import { documentHash } from '../../platform/erasure/keyedHash.ts';
import { bytea, pgArray, type TransactionSql } from '../../platform/postgres.ts';
import type { AppliedChanges } from './answerChanges.ts';
import type { PreparedChange } from './prepareChange.ts';

/** The hashes of the documents of a batch, by their paths. */
export type DocumentHashes = ReadonlyMap<string, Buffer>;

/** Hashes of the documents that a batch may write. */
export function hashDocuments(batch: readonly PreparedChange[]): DocumentHashes {
  const paths = batch.flatMap((prepared) =>
    prepared.kind === 'superseded' ? [] : (prepared.change?.path ?? []),
  );
  return new Map([...new Set(paths)].map((path) => [path, documentHash(path)]));
}

/** Documents of a batch that have a hashed tombstone. */
export class HashedTombstones {
  /** The version of the newest deletion, by the path. */
  readonly #versions = new Map<string, number>();
  readonly #hashes: DocumentHashes;
  /** Paths of which the batch has a newer deletion. */
  readonly #deletedAgain = new Set<string>();

  /** @param stored versions by the hashes as hex */
  constructor(
    hashes: DocumentHashes,
    stored: Readonly<Record<string, number>>,
    batch: readonly PreparedChange[],
  ) {
    this.#hashes = hashes;
    for (const [path, hash] of hashes) {
      const version = stored[hash.toString('hex')];
      if (version !== undefined) this.#versions.set(path, version);
    }
    if (this.#versions.size === 0) return;
    for (const prepared of batch) {
      if (prepared.kind !== 'row' || prepared.row.live) continue;
      const { path } = prepared.change;
      if (prepared.row.version <= (this.#versions.get(path) ?? Infinity)) continue;
      this.#versions.set(path, prepared.row.version);
      this.#deletedAgain.add(path);
    }
  }

  /** A change, superseded unless it is newer than the tombstone of its document. A deletion leaves no other tombstone. */
  drop(prepared: PreparedChange): PreparedChange {
    const change = prepared.kind === 'superseded' ? null : prepared.change;
    if (change === null) return prepared;
    const version = this.#versions.get(change.path);
    if (version === undefined || (version < change.version && change.kind !== 'delete')) return prepared;
    const collection = prepared.kind === 'row' ? prepared.collection : null;
    return { kind: 'superseded', collection, change };
  }

  /** Records later deletions, and removes the tombstones of documents that exist again. */
  async update(sql: TransactionSql, applied: AppliedChanges): Promise<void> {
    if (this.#versions.size === 0) return;
    const deleted = [...this.#deletedAgain].map((path) => ({
      document: this.#hex(path),
      version: this.#versions.get(path),
    }));
    if (deleted.length > 0) {
      await sql`
        update hashed_tombstones as existing set version = greatest(existing.version, deleted.version)
        from json_to_recordset(${JSON.stringify(deleted)}::text::json) as deleted (document bytea, version bigint)
        where existing.document = deleted.document`;
    }
    const live = [...applied.keys()]
      .map(({ change: { path } }) => path)
      .filter((path) => this.#versions.has(path));
    if (live.length > 0) {
      await sql`delete from hashed_tombstones where document = any (${pgArray(live.map((path) => this.#hex(path)))}::text::bytea[])`;
    }
  }

  #hex(path: string): string {
    return bytea(this.#hashes.get(path) ?? documentHash(path));
  }
}
