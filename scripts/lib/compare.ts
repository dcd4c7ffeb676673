import { isDeepStrictEqual } from 'node:util';
import type { Firestore, QueryDocumentSnapshot } from '../../functions/src/platform/firestore.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { Collection } from '../../functions/src/sync/collection.ts';
import type { JsonObject } from '../../functions/src/sync/encoding.ts';
import { upsert } from '../../functions/src/sync/snapshot.ts';

/** How a table differs from its collection, as document paths. */
export interface Comparison {
  /** Documents compared. */
  documents: number;
  /** Live rows compared. */
  rows: number;
  /** Documents without a live row. */
  missing: string[];
  /** Documents whose row has another version or other contents. */
  stale: string[];
  /** Live rows without a document. */
  extra: string[];
  /** Documents whose present state is among the dead letters; they are not counted as missing or stale. */
  deadLettered: string[];
}

interface SyncedRow {
  path: string;
  version: string;
  firebase_data: JsonObject;
}

/** Compares every document of a collection with its row, contents included. Reads all of both. */
export async function compare(firestore: Firestore, sql: Sql, collection: Collection): Promise<Comparison> {
  const rows = await liveRows(sql, collection);
  const letters = new Set((await sql<{ key: string }[]>`select key from dead_letters`).map(({ key }) => key));
  const result: Comparison = {
    documents: 0,
    rows: rows.size,
    missing: [],
    stale: [],
    extra: [],
    deadLettered: [],
  };
  const group = collection.path.split('/').at(-2) ?? '';
  for await (const snapshot of firestore.collectionGroup(group).stream()) {
    const document = upsert(snapshot as unknown as QueryDocumentSnapshot);
    // Another collection may hold subcollections of the same name.
    if (collection.match(document.path) === null) continue;
    result.documents += 1;
    const row = rows.get(document.path);
    rows.delete(document.path);
    const same =
      row !== undefined &&
      Number(row.version) === document.version &&
      isDeepStrictEqual(row.firebase_data, document.data);
    if (same) continue;
    if (letters.has(`${document.path}@${String(document.version)}`)) result.deadLettered.push(document.path);
    else (row === undefined ? result.missing : result.stale).push(document.path);
  }
  result.extra = [...rows.keys()];
  return result;
}

async function liveRows(sql: Sql, collection: Collection): Promise<Map<string, SyncedRow>> {
  const rows = await sql<(SyncedRow & Record<string, string>)[]>`
    select version, firebase_data, ${sql(collection.keyColumns as string[])}
    from ${sql(collection.table)}
    where live`;
  return new Map(
    rows.map((row) => [collection.pathOf(collection.keyColumns.map((column) => row[column] ?? '')), row]),
  );
}
