import { quoted, type Sql } from '../../platform/postgres.ts';
import { rowId, type Collection } from '../../platform/documents/collection.ts';
import { fitsPostgres } from '../../platform/documents/json.ts';
import { readErasedNow, type Erased } from '../../platform/erasure/erased.ts';
import type { DocumentReader } from '../pipeline/documentReader.ts';
import type { Outcome } from '../pipeline/outcomes.ts';
import { toIncomingChange, type PreparedChange, type ProjectedChange } from '../pipeline/prepareChange.ts';
import { upsertVersion, type CommitTime } from '../pipeline/version.ts';
import type { Writer } from '../pipeline/writer.ts';
import { expectedChange, readRowStates, type RowState } from './rowStates.ts';

/** A document whose row is brought to its current state. */
export interface ResyncTarget {
  collection: Collection;
  key: string[];
  /** Null for a key that no document can have: the row was added by hand. */
  path: string | null;
}

/** Documents read and written at a time; each may have a megabyte. */
const CHUNK_SIZE = 50;

type RowStates = Map<Collection, Map<string, RowState>>;

/**
 * Brings rows to the current state of their documents: reads each document and applies it under the version
 * rule, like any other change. A missing document is a deletion as of its read time, which is newer than
 * every state the document had and older than any later one.
 *
 * A row with the current version or a newer one but different contents was altered by hand. Its version is
 * reset first, unless it has changed since the document was read: a concurrent live change wins.
 *
 * @returns the outcome of each target, in order; an `Error` means that it may be tried again.
 */
export async function resync(
  { sql, reader, writer }: { sql: Sql; reader: DocumentReader; writer: Writer },
  targets: ResyncTarget[],
): Promise<(Outcome | Error)[]> {
  const erased = await readErasedNow(sql);
  const outcomes: (Outcome | Error)[] = [];
  for (let start = 0; start < targets.length; start += CHUNK_SIZE) {
    const chunk = targets.slice(start, start + CHUNK_SIZE);
    const before = await readStates(sql, chunk);
    const prepared = await readCurrentChanges(reader, chunk, erased);
    await resetAlteredRows(sql, prepared, before);
    outcomes.push(...(await writer.write(prepared)));
  }
  return outcomes;
}

/** Reads the states of the targets' rows, by collection and {@link rowId}. */
async function readStates(sql: Sql, targets: ResyncTarget[]): Promise<RowStates> {
  const states: RowStates = new Map();
  for (const [collection, group] of Map.groupBy(targets, (target) => target.collection)) {
    const entries = group
      .filter(({ key }) => key.every(fitsPostgres))
      .map(({ key }) => ({ key, projected: null }));
    states.set(collection, await readRowStates(sql, collection, entries));
  }
  return states;
}

async function readCurrentChanges(
  reader: DocumentReader,
  targets: ResyncTarget[],
  erased: Erased,
): Promise<PreparedChange[]> {
  const paths = targets.flatMap(({ path }) => path ?? []);
  const snapshots = await reader.readDocuments(paths);
  return targets.map(({ collection, key, path }) => {
    const snapshot = path === null ? undefined : snapshots.get(path);
    if (snapshot?.exists) return expectedChange(collection, snapshot, erased);
    const deletion = deletionAt(collection, key, snapshot?.readTime ?? now());
    // A key that Postgres cannot store has no row to delete.
    return key.every(fitsPostgres) ? deletion : { kind: 'superseded', collection, change: deletion.change };
  });
}

function deletionAt(collection: Collection, key: string[], missingAt: CommitTime): ProjectedChange {
  const version = upsertVersion(missingAt);
  const change = { kind: 'delete', path: collection.pathOf(key), version } as const;
  const row = { key, version, live: false, columns: {}, firebaseData: null };
  return { kind: 'row', collection, row, fields: null, change, incoming: toIncomingChange(change) };
}

function now(): CommitTime {
  return { seconds: Math.floor(Date.now() / 1000), nanoseconds: 0 };
}

async function resetAlteredRows(sql: Sql, prepared: PreparedChange[], before: RowStates): Promise<void> {
  const changes = prepared.flatMap((change) => (change.kind === 'row' ? [change] : []));
  for (const [collection, group] of Map.groupBy(changes, (change) => change.collection)) {
    const versionBefore = (key: string[]): number | undefined =>
      before.get(collection)?.get(rowId(key))?.version;
    const suspects = group.filter(({ row }) => (versionBefore(row.key) ?? 0) >= row.version);
    const entries = suspects.map((projected) => ({ key: projected.row.key, projected }));
    const states = await readRowStates(sql, collection, entries);
    const altered = suspects.flatMap(({ row: { key } }) =>
      states.get(rowId(key))?.isSame === false
        ? [{ ...collection.toColumns(key), version: versionBefore(key) }]
        : [],
    );
    if (altered.length > 0) await resetVersions(sql, collection, altered);
  }
}

/** Sets rows that still have this version to version 0, locking them in the same order as the writer. */
async function resetVersions(sql: Sql, { table, keyColumns }: Collection, altered: object[]): Promise<void> {
  const key = quoted(keyColumns);
  await sql.unsafe(
    `with altered as materialized (
       select ${quoted(keyColumns, 'existing')}
       from jsonb_populate_recordset(null::${quoted([table])}, $1::text::jsonb) as incoming
       join ${quoted([table])} as existing using (${key})
       where existing.version = incoming.version
       order by ${quoted(keyColumns, 'existing')}
       for update of existing
     )
     update ${quoted([table])} as existing set version = 0
     from altered
     where (${quoted(keyColumns, 'existing')}) = (${quoted(keyColumns, 'altered')})`,
    [JSON.stringify(altered)],
  );
}
