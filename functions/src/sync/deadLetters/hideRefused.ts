import { findCollection, rowId, type Collection } from '../../platform/documents/collection.ts';
import { logger } from '../../platform/logger.ts';
import type { Sql } from '../../platform/postgres.ts';
import { allCollections } from '../collections/index.ts';
import { invalidateCache } from '../pipeline/cacheInvalidation.ts';
import { cacheTagsOf } from '../pipeline/cacheTags.ts';
import type { Delete } from '../pipeline/change.ts';
import { prepareChange, toIncomingChange } from '../pipeline/prepareChange.ts';
import { Writer } from '../pipeline/writer.ts';

/** How long a row may say what its document no longer does, while its newest state is refused. */
const REFUSED_HOURS = 24;

/** Dead letters compared with their rows at a time. */
const CHUNK_SIZE = 100;

interface RefusedState {
  collection: Collection;
  key: string[];
  path: string;
  /** Of the refused state. */
  version: number;
}

/**
 * Hides the rows of documents whose newest state has been refused for a day, whether the dead letter is open or discarded:
 * what somebody has changed or removed is shown no longer. Such a row becomes the tombstone of a deletion right before
 * the refused state, by the rules of every other deletion; so the corrected document, or the same one once it fits,
 * brings it back.
 *
 * @param collections those whose rows may be written now
 * @returns how many rows
 */
export async function hideRefused(sql: Sql, collections: readonly Collection[]): Promise<number> {
  const writer = new Writer(sql, allCollections, 'repair');
  let hidden = 0;
  for (let after = 0; ;) {
    const deadLetters = await sql<{ id: number; path: string; version: string }[]>`
      select id::integer, path, version
      from dead_letters
      where id > ${after} and version is not null and first_failed_at < now() - make_interval(hours => ${REFUSED_HOURS})
      order by id limit ${CHUNK_SIZE}`;
    const last = deadLetters.at(-1);
    if (last === undefined) break;
    after = last.id;
    hidden += await hide(sql, writer, await findShown(sql, collections, deadLetters));
  }
  if (hidden > 0) logger.warn('rows hidden whose documents were refused a day ago', { hidden });
  return hidden;
}

/** The refused states whose rows still show an older one. */
async function findShown(
  sql: Sql,
  collections: readonly Collection[],
  deadLetters: { path: string; version: string }[],
): Promise<RefusedState[]> {
  const states = deadLetters.flatMap(({ path, version }): RefusedState[] => {
    const found = findCollection(collections, path);
    if (found === null) return [];
    const { collection, params } = found;
    return [{ collection, key: collection.keyOf(params), path, version: Number(version) }];
  });
  const shown: RefusedState[] = [];
  for (const [collection, group] of Map.groupBy(states, (state) => state.collection)) {
    const { table, keyColumns, toColumns, fromColumns } = collection;
    const columns = sql(keyColumns as string[]);
    const rows = group.map(({ key, version }) => ({ ...toColumns(key), version }));
    const found = await sql<Record<string, string>[]>`
      select ${columns}
      from jsonb_populate_recordset(null::${sql(table)}, ${JSON.stringify(rows)}::text::jsonb) as refused
      join ${sql(table)} as existing using (${columns})
      where existing.live and existing.version < refused.version`;
    const ids = new Set(found.map((row) => rowId(fromColumns(row))));
    shown.push(...group.filter(({ key }) => ids.has(rowId(key))));
  }
  return shown;
}

async function hide(sql: Sql, writer: Writer, states: RefusedState[]): Promise<number> {
  if (states.length === 0) return 0;
  const deletions = states.map(({ path, version }): Delete => ({
    kind: 'delete',
    path,
    version: version - 1,
  }));
  const prepared = deletions.map((deletion) => prepareChange(allCollections, toIncomingChange(deletion)));
  const tags = await cacheTagsOf(sql, prepared);
  const outcomes = await writer.write(prepared);
  await invalidateCache([...tags.values()].flat());
  return outcomes.filter((outcome) => outcome === 'applied').length;
}
