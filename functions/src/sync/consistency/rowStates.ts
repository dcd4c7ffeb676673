import type { DocumentSnapshot } from 'firebase-admin/firestore';
import { approximateBytes, byteChunks } from '../../platform/byteChunks.ts';
import { rowId, type Collection } from '../../platform/documents/collection.ts';
import type { Erased } from '../../platform/erasure/erased.ts';
import { quoted, type Sql } from '../../platform/postgres.ts';
import { keepOutErased } from '../pipeline/keepOutErased.ts';
import {
  prepareChange,
  toIncomingChange,
  type PreparedChange,
  type ProjectedChange,
} from '../pipeline/prepareChange.ts';
import { toUpsertOrRefusal } from '../pipeline/snapshotToChange.ts';
import { toRecord } from '../pipeline/upsertRows.ts';

/** The state of one document's row. */
export interface RowState {
  version: number;
  live: boolean;
  /** Whether every column and child row equals the projection of the document. */
  isSame: boolean;
}

interface Entry {
  key: string[];
  projected: ProjectedChange | null;
}

/**
 * Reads the state of the rows with these keys and compares them with their documents' projections. Returns
 * states by {@link rowId}; keys without a row are left out, and a row without a projection is never the same.
 * Large documents are compared a few at a time.
 */
export async function readRowStates(
  sql: Sql,
  collection: Collection,
  entries: Entry[],
): Promise<Map<string, RowState>> {
  const states = new Map<string, RowState>();
  const bytesOf = ({ projected }: Entry): number => approximateBytes(projected?.row.firebaseData);
  for (const chunk of byteChunks(entries, bytesOf)) {
    for (const [id, state] of await readChunk(sql, collection, chunk)) states.set(id, state);
  }
  return states;
}

async function readChunk(sql: Sql, collection: Collection, entries: Entry[]): Promise<Map<string, RowState>> {
  const { table, keyColumns, childRows } = collection;
  const compared = [...collection.columns, 'firebase_data', 'version', 'live'];
  const rows = entries.map(({ key, projected }) =>
    projected === null ? collection.toColumns(key) : toRecord(collection, projected.row),
  );
  const found = await sql.unsafe<
    ({ version: string; live: boolean; same: boolean } & Record<string, string>)[]
  >(
    `select ${quoted(keyColumns, 'existing')}, existing.version, existing.live,
       (${quoted(compared, 'existing')}) is not distinct from (${quoted(compared, 'incoming')}) as same
     from jsonb_populate_recordset(null::${quoted([table])}, $1::text::jsonb) as incoming
     join ${quoted([table])} as existing using (${quoted(keyColumns)})`,
    [JSON.stringify(rows)],
  );
  const documents = entries.flatMap(({ projected }) =>
    projected === null ? [] : [{ key: projected.row.key, fields: projected.fields }],
  );
  const differing = documents.length === 0 ? undefined : await childRows?.findDiffering(sql, documents);
  const differingIds = new Set(differing?.map(rowId));
  return new Map(
    found.map((row) => {
      const id = rowId(collection.fromColumns(row));
      return [
        id,
        { version: Number(row.version), live: row.live, isSame: row.same && !differingIds.has(id) },
      ];
    }),
  );
}

/**
 * What the writer makes of a document: its row, without people who are erased; superseded if it is the document of one, which
 * has no row.
 */
export function expectedChange(
  collection: Collection,
  snapshot: DocumentSnapshot,
  erased: Erased,
): PreparedChange {
  const prepared = prepareChange([collection], toIncomingChange(toUpsertOrRefusal(snapshot)));
  return keepOutErased([collection], prepared, erased);
}
