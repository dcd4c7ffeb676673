import type { JsonObject } from '../../src/platform/documents/json.ts';
import type { Sql } from '../../src/platform/postgres.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { change } from './changes.ts';

/** A deletion's version lies one above that of the state it deletes. */
const STEP = 2;

let version = 1;

/** Writes documents, by path, as the sync does, each time with a newer version; null deletes one. */
export async function writeDocuments(sql: Sql, documents: Record<string, JsonObject | null>): Promise<void> {
  version += STEP;
  await new Writer(sql, allCollections).apply(
    Object.entries(documents).map(([path, data]) => change(path, version, data)),
  );
}
