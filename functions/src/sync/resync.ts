import { quoted, type Sql } from '../platform/postgres.ts';
import type { Collection } from './collection.ts';
import { rowId, rowStates } from './consistency/rows.ts';
import type { Outcome } from './counts.ts';
import type { DocumentReader } from './documents.ts';
import { fitsPostgres } from './encoding.ts';
import { prepare, withoutMessage, type Prepared, type Projected } from './prepare.ts';
import { upsertOrRefusal } from './snapshot.ts';
import { upsertVersion, type CommitTime } from './version.ts';
import type { Writer } from './writer.ts';

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
 * A row that says it is as new but differs was changed by hand. Its version is taken from it first, on the
 * condition that it is still the same, so that a live change that comes between wins.
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
    const prepared = await presentStates(reader, chunk);
    await takeVersions(sql, prepared);
    outcomes.push(...(await writer.write(prepared)));
  }
  return outcomes;
}

async function presentStates(reader: DocumentReader, targets: Target[]): Promise<Prepared[]> {
  const paths = targets.flatMap(({ path }) => path ?? []);
  const snapshots = new Map((await reader.documents(paths)).map((snapshot) => [snapshot.ref.path, snapshot]));
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

async function takeVersions(sql: Sql, prepared: Prepared[]): Promise<void> {
  const rows = prepared.flatMap((each) => (each.kind === 'row' ? [each] : []));
  for (const [collection, own] of Map.groupBy(rows, (row) => row.collection)) {
    const entries = own.map((projected) => ({ key: projected.row.key, projected }));
    const states = await rowStates(sql, collection, entries);
    const altered = own.flatMap(({ row }) => {
      const state = states.get(rowId(row.key));
      if (state === undefined || state.same || state.version < row.version) return [];
      const key = Object.fromEntries(collection.keyColumns.map((column, index) => [column, row.key[index]]));
      return [{ ...key, version: state.version }];
    });
    if (altered.length === 0) continue;
    const table = quoted([collection.table]);
    await sql.unsafe(
      `update ${table} as existing set version = 0
       from jsonb_populate_recordset(null::${table}, $1::text::jsonb) as altered
       where (${quoted([...collection.keyColumns, 'version'], 'existing')})
         = (${quoted([...collection.keyColumns, 'version'], 'altered')})`,
      [JSON.stringify(altered)],
    );
  }
}
