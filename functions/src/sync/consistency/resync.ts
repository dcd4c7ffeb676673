import { quoted, type Sql } from '../../platform/postgres.ts';
import { rowId, type Collection } from '../../platform/documents/collection.ts';
import { rowStates, type RowState } from './rows.ts';
import type { Outcome } from '../pipeline/counts.ts';
import type { DocumentReader } from '../pipeline/documentReader.ts';
import { fitsPostgres } from '../../platform/documents/json.ts';
import { prepare, withoutMessage, type Prepared, type Projected } from '../pipeline/prepare.ts';
import { upsertOrRefusal } from '../pipeline/snapshot.ts';
import { upsertVersion, type CommitTime } from '../pipeline/version.ts';
import type { Writer } from '../pipeline/writer.ts';

/** A document whose row is to be brought to its present state. */
export interface Target {
  collection: Collection;
  key: string[];
  /** Null for a key that no document can have: its row is one that somebody added. */
  path: string | null;
}

/** Documents read and written at a time; one may have a megabyte. */
const CHUNK = 100;

/**
 * Brings rows to the present state of their documents: reads each document and applies it like any other
 * change, under the version rule. What is not there is a deletion as of the time it was looked for, which
 * is newer than every state the document ever had, and older than one it gets later.
 *
 * A row that says it is as new but differs was changed by hand. Its version is taken from it first, if it
 * is still the one that the row had before the document was read: a live change that comes between wins.
 *
 * @returns what became of each, in the same order; an `Error` stands for one that may be tried again.
 */
export async function resync(
  { sql, reader, writer }: { sql: Sql; reader: DocumentReader; writer: Writer },
  targets: Target[],
): Promise<(Outcome | Error)[]> {
  const outcomes: (Outcome | Error)[] = [];
  for (let start = 0; start < targets.length; start += CHUNK) {
    const chunk = targets.slice(start, start + CHUNK);
    const before = await versionsOf(sql, chunk);
    const prepared = await presentStates(reader, chunk);
    await takeVersions(sql, prepared, before);
    outcomes.push(...(await writer.write(prepared)));
  }
  return outcomes;
}

/** The versions that the targets' rows have, by collection and {@link rowId}. */
async function versionsOf(sql: Sql, targets: Target[]): Promise<Map<Collection, Map<string, RowState>>> {
  const versions = new Map<Collection, Map<string, RowState>>();
  for (const [collection, own] of Map.groupBy(targets, (target) => target.collection)) {
    const entries = own
      .filter(({ key }) => key.every(fitsPostgres))
      .map(({ key }) => ({ key, projected: null }));
    versions.set(collection, await rowStates(sql, collection, entries));
  }
  return versions;
}

async function presentStates(reader: DocumentReader, targets: Target[]): Promise<Prepared[]> {
  const paths = targets.flatMap(({ path }) => path ?? []);
  const snapshots = await reader.documents(paths);
  return targets.map(({ collection, key, path }) => {
    const snapshot = path === null ? undefined : snapshots.get(path);
    if (snapshot?.exists) return prepare([collection], withoutMessage(upsertOrRefusal(snapshot)));
    const gone = tombstone(collection, key, snapshot?.readTime ?? now());
    // A key that Postgres cannot hold has no row to remove.
    return key.every(fitsPostgres) ? gone : { kind: 'superseded', collection, change: gone.change };
  });
}

function tombstone(collection: Collection, key: string[], missingAt: CommitTime): Projected {
  const version = upsertVersion(missingAt);
  const change = { kind: 'delete', path: collection.pathOf(key), version } as const;
  const row = { key, version, live: false, columns: {}, firebaseData: null };
  return { kind: 'row', collection, row, fields: null, change, incoming: withoutMessage(change) };
}

function now(): CommitTime {
  return { seconds: Math.floor(Date.now() / 1000), nanoseconds: 0 };
}

async function takeVersions(
  sql: Sql,
  prepared: Prepared[],
  before: Map<Collection, Map<string, RowState>>,
): Promise<void> {
  const rows = prepared.flatMap((each) => (each.kind === 'row' ? [each] : []));
  for (const [collection, own] of Map.groupBy(rows, (row) => row.collection)) {
    const suspects = own.filter(
      ({ row }) => (before.get(collection)?.get(rowId(row.key))?.version ?? 0) >= row.version,
    );
    const entries = suspects.map((projected) => ({ key: projected.row.key, projected }));
    const states = await rowStates(sql, collection, entries);
    const altered = suspects.flatMap(({ row }) => {
      const version = before.get(collection)?.get(rowId(row.key))?.version;
      if (states.get(rowId(row.key))?.same !== false) return [];
      return [{ ...collection.toColumns(row.key), version }];
    });
    if (altered.length > 0) await takeVersion(sql, collection, altered);
  }
}

/** Sets rows to version 0 that still have this version, locking them in the order in which the writer does. */
async function takeVersion(sql: Sql, { table, keyColumns }: Collection, altered: object[]): Promise<void> {
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
