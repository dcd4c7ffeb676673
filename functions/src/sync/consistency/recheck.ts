import type { Sql } from '../../platform/postgres.ts';
import { rowId, type Collection } from '../../platform/documents/collection.ts';
import { deadLetterVersions, storableText } from '../deadLetters/deadLetters.ts';
import type { DocumentReader } from '../pipeline/documentReader.ts';
import { fitsPostgres } from '../../platform/documents/json.ts';
import { upsertVersion } from '../pipeline/version.ts';
import { waitingAmong } from '../control/deferredChanges.ts';
import { isPossibleKey, projectionOf, rowStates } from './rows.ts';

/** How a document and its row compare. */
export type Verdict = 'same' | 'missing' | 'stale' | 'extra' | 'dead-lettered';

/** What one look at a suspect saw. */
export interface Look {
  collection: Collection;
  key: string[];
  path: string | null;
  verdict: Verdict;
  /** Whether a change of it is known to wait: for the end of a pause, or because Postgres refuses it. */
  waits: boolean;
  /** The document's version, null when there is none. */
  document: number | null;
  /** The row's version, null when there is none; and whether it is live. */
  row: number | null;
  live: boolean;
}

/** Suspects looked at together. */
const CHUNK = 100;

/** Looks at each suspect's document and row as they are now. */
export async function look(
  sql: Sql,
  reader: DocumentReader,
  collection: Collection,
  keys: string[][],
): Promise<Look[]> {
  const looks: Look[] = [];
  for (let start = 0; start < keys.length; start += CHUNK) {
    looks.push(...(await lookAtChunk(sql, reader, collection, keys.slice(start, start + CHUNK))));
  }
  return looks;
}

async function lookAtChunk(
  sql: Sql,
  reader: DocumentReader,
  collection: Collection,
  keys: string[][],
): Promise<Look[]> {
  const pathOf = (key: string[]): string | null => (isPossibleKey(key) ? collection.pathOf(key) : null);
  const paths = keys.flatMap((key) => pathOf(key) ?? []);
  const snapshots = await reader.documents(paths);
  const entries = keys.map((key) => {
    const path = pathOf(key);
    const snapshot = path === null ? undefined : snapshots.get(path);
    if (!snapshot?.exists || snapshot.updateTime === undefined)
      return { key, path, document: null, projected: null };
    const document = upsertVersion(snapshot.updateTime);
    return { key, path, document, projected: projectionOf(collection, snapshot) };
  });
  const states = await rowStates(
    sql,
    collection,
    entries.filter(({ key }) => key.every(fitsPostgres)),
  );
  const letters = await deadLetterVersions(sql, paths);
  const waiting = await waitingAmong(sql, paths);
  return entries.map(({ key, path, document, projected }): Look => {
    const state = states.get(rowId(key));
    const live = state?.live === true;
    const noted = path === null ? '' : storableText(path);
    const verdict = ((): Verdict => {
      if (document === null) return live ? 'extra' : 'same';
      if (projected !== null && live && state.same) return 'same';
      if (letters.get(noted) === document) return 'dead-lettered';
      return live ? 'stale' : 'missing';
    })();
    return {
      collection,
      key,
      path,
      verdict,
      waits: waiting.has(noted),
      document,
      row: state?.version ?? null,
      live,
    };
  });
}
