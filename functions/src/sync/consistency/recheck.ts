import type { Sql } from '../../platform/postgres.ts';
import { rowId, type Collection } from '../../platform/documents/collection.ts';
import { fitsPostgres } from '../../platform/documents/json.ts';
import { readErasedNow, type Erased } from '../../platform/erasure/erased.ts';
import { findDeferredPaths } from '../control/deferredChanges.ts';
import { readDeadLetterVersions, storableText } from '../deadLetters/deadLetters.ts';
import type { DocumentReader } from '../pipeline/documentReader.ts';
import { upsertVersion } from '../pipeline/version.ts';
import { isPossibleKey } from './rowRanges.ts';
import { expectedChange, readRowStates } from './rowStates.ts';

/** How a document and its row compare. */
export type Verdict = 'same' | 'missing' | 'stale' | 'extra' | 'dead-lettered';

/** The state of a suspect's document and row at one moment. */
export interface RecheckResult {
  collection: Collection;
  key: string[];
  /** Null for a key that no document can have. */
  path: string | null;
  verdict: Verdict;
  /** Whether one of its changes is known to be deferred. */
  isDeferred: boolean;
  /** Version of the document; null if there is none. */
  documentVersion: number | null;
  /** Version of the row; null if there is none. */
  rowVersion: number | null;
  isRowLive: boolean;
}

/** Suspects rechecked at a time. */
const CHUNK_SIZE = 50;

/** Reads each suspect's document and row as they are now, and compares them. */
export async function recheck(
  sql: Sql,
  reader: DocumentReader,
  collection: Collection,
  keys: string[][],
): Promise<RecheckResult[]> {
  if (keys.length === 0) return [];
  const erased = await readErasedNow(sql);
  const results: RecheckResult[] = [];
  for (let start = 0; start < keys.length; start += CHUNK_SIZE) {
    const chunk = keys.slice(start, start + CHUNK_SIZE);
    results.push(...(await recheckChunk({ sql, reader, collection, erased }, chunk)));
  }
  return results;
}

async function recheckChunk(
  {
    sql,
    reader,
    collection,
    erased,
  }: { sql: Sql; reader: DocumentReader; collection: Collection; erased: Erased },
  keys: string[][],
): Promise<RecheckResult[]> {
  const pathOf = (key: string[]): string | null => (isPossibleKey(key) ? collection.pathOf(key) : null);
  const paths = keys.flatMap((key) => pathOf(key) ?? []);
  const snapshots = await reader.readDocuments(paths);
  const documents = keys.map((key) => {
    const path = pathOf(key);
    const snapshot = path === null ? undefined : snapshots.get(path);
    if (!snapshot?.exists || snapshot.updateTime === undefined)
      return { key, path, version: null, projected: null, isExpected: false };
    const version = upsertVersion(snapshot.updateTime);
    const expected = expectedChange(collection, snapshot, erased);
    const projected = expected.kind === 'row' ? expected : null;
    return { key, path, version, projected, isExpected: expected.kind !== 'superseded' };
  });
  const states = await readRowStates(
    sql,
    collection,
    documents.filter(({ key }) => key.every(fitsPostgres)),
  );
  const deadLetterVersions = await readDeadLetterVersions(sql, paths);
  const deferredPaths = await findDeferredPaths(sql, paths);
  return documents.map(({ key, path, version, projected, isExpected }): RecheckResult => {
    const state = states.get(rowId(key));
    const isRowLive = state?.live === true;
    const storedPath = path === null ? '' : storableText(path);
    const verdict = ((): Verdict => {
      if (!isExpected) return isRowLive ? 'extra' : 'same';
      if (projected !== null && isRowLive && state.isSame) return 'same';
      if (deadLetterVersions.get(storedPath) === version) return 'dead-lettered';
      return isRowLive ? 'stale' : 'missing';
    })();
    return {
      collection,
      key,
      path,
      verdict,
      isDeferred: deferredPaths.has(storedPath),
      documentVersion: version,
      rowVersion: state?.version ?? null,
      isRowLive,
    };
  });
}
