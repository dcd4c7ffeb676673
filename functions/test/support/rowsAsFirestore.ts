import { findCollection } from '../../src/platform/documents/collection.ts';
import { encodeMap } from '../../src/platform/documents/encoding.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import type { Firestore } from '../../src/platform/firestore.ts';
import type { Sql } from '../../src/platform/postgres.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { decodeMap } from './decode.ts';
import { writeDocuments } from './writeDocuments.ts';

interface Reference {
  path: string;
  get: () => Promise<Snapshot>;
  collection: (name: string) => { doc: (id: string) => Reference };
}

interface Snapshot {
  ref: Reference;
  exists: boolean;
  data: () => Record<string, unknown> | undefined;
  get: (field: string) => unknown;
}

/**
 * A stand-in for Firestore whose documents are the rows of Postgres, for callables that read and write a few of them.
 * Writes are ignored, or updates applied if asked for; use the emulator for anything else.
 */
export function rowsAsFirestore(sql: Sql, { appliesUpdates = false } = {}): Firestore {
  const reference = (path: string): Reference => ({
    path,
    get: () => read(path),
    collection: (name) => ({ doc: (id) => reference(`${path}/${name}/${id}`) }),
  });
  const read = async (path: string): Promise<Snapshot> => {
    const found = findCollection(allCollections, path);
    if (found === null) throw new Error(`${path} belongs to no collection`);
    const { table, keyColumns, keyOf } = found.collection;
    const key = keyOf(found.params);
    const isRow = keyColumns.map((column, index) => sql`and ${sql(column)} = ${key[index] ?? ''}`);
    const [row] = await sql<{ firebase_data: JsonObject }[]>`
      select firebase_data from ${sql(table)} where live ${isRow}`;
    const data = row && decodeMap(row.firebase_data);
    return {
      ref: reference(path),
      exists: data !== undefined,
      data: () => data,
      get: (field) => data?.[field],
    };
  };
  const ignored = (): void => undefined;
  const updates: [Reference, object][] = [];
  const transaction = {
    get: (one: Reference) => one.get(),
    getAll: (...all: (Reference | { fieldMask: string[] })[]) =>
      Promise.all(all.flatMap((one) => ('path' in one ? [one.get()] : []))),
    ...{ set: ignored, delete: ignored },
    update: (one: Reference, fields: object) => updates.push([one, fields]),
  };
  return {
    collection: (name: string) => ({ doc: (id: string) => reference(`${name}/${id}`) }),
    async runTransaction(run: (one: typeof transaction) => unknown) {
      updates.length = 0;
      const result = await run(transaction);
      for (const [one, fields] of appliesUpdates ? updates : []) {
        const data = { ...(await one.get()).data(), ...fields };
        await writeDocuments(sql, { [one.path]: encodeMap(data) });
      }
      return result;
    },
  } as unknown as Firestore;
}
