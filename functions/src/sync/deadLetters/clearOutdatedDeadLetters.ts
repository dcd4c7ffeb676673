import { findCollection, rowId, type Collection } from '../../platform/documents/collection.ts';
import type { Sql } from '../../platform/postgres.ts';
import { clearDeadLetters, findUpToDateKeys } from './deadLetters.ts';

/** Dead letters compared with their rows at a time. */
const CHUNK_SIZE = 100;

/**
 * Removes dead letters whose rows already have a newer state. They are left behind when a bad state and a
 * newer good one are applied at the same moment, because neither transaction sees the other.
 */
export async function clearOutdatedDeadLetters(sql: Sql, collections: readonly Collection[]): Promise<void> {
  let after = 0;
  for (;;) {
    const deadLetters = await sql<{ id: number; path: string; version: string }[]>`
      select id::integer, path, version from dead_letters
      where path is not null and id > ${after} order by id limit ${CHUNK_SIZE}`;
    const last = deadLetters.at(-1);
    if (last === undefined) return;
    after = last.id;
    const states = deadLetters.flatMap(({ path, version }) => {
      const found = findCollection(collections, path);
      if (found === null) return [];
      const { collection, params } = found;
      return [{ collection, path, key: collection.keyOf(params), version: Number(version) }];
    });
    for (const [collection, group] of Map.groupBy(states, (state) => state.collection)) {
      const upToDate = new Set((await findUpToDateKeys(sql, collection, group)).map(rowId));
      const outdated = group.filter(({ key }) => upToDate.has(rowId(key)));
      if (outdated.length > 0) await clearDeadLetters(sql, outdated);
    }
  }
}
