import { withLock } from '../../platform/locks.ts';
import type { Sql } from '../../platform/postgres.ts';
import { missingMatches } from './missingMatches.ts';
import { replaceDocuments } from './replaceDocuments.ts';
import { readProfiles } from './profile.ts';
import type { IndexState } from './vocabulary.ts';

/** Queue entries per transaction. */
const BATCH_SIZE = 1000;

/** A call indexes a queue of no more entries, about no more people: half a second at most. */
const MAX_QUEUE_IN_CALL = 5000;
const MAX_PEOPLE_IN_CALL = 500;

/**
 * Indexes the words of the people longest in the queue, in one transaction.
 *
 * @returns the number of people; null while another run holds the lock
 */
export function indexQueued(sql: Sql, batchSize = BATCH_SIZE): Promise<number | null> {
  return withLock(sql, 'searchIndex', async (tx) => {
    const queued = await tx<{ user_id: string }[]>`
      delete from search_queue
      where id in (select id from search_queue order by id limit ${batchSize})
      returning user_id`;
    const ids = [...new Set(queued.map(({ user_id }) => user_id))].sort();
    if (ids.length > 0) await replaceDocuments(tx, ids, await readProfiles(tx, ids));
    return ids.length;
  });
}

/** The index that a call searches. */
export interface SearchableIndex extends IndexState {
  /** Whether people are still waiting to be indexed. */
  isBehind: boolean;
}

/**
 * Indexes the queued people before a search if they are few, so that a small campus finds every change at once, its
 * first documents included. If they are many, as during a backfill, indexes people who match the query.
 */
export async function indexForSearch(sql: Sql, query: string): Promise<SearchableIndex> {
  const before = await readState(sql);
  if (before.entries === 0) return { ...before.state, isBehind: false };
  if (before.entries <= MAX_QUEUE_IN_CALL && before.people <= MAX_PEOPLE_IN_CALL) {
    await indexQueued(sql, MAX_QUEUE_IN_CALL);
  } else {
    await indexMatches(sql, query);
  }
  const { state, entries } = await readState(sql);
  return { ...state, isBehind: entries > 0 };
}

/** Indexes people who are not in the index and match the query. They stay in the queue. */
async function indexMatches(sql: Sql, query: string): Promise<void> {
  await withLock(sql, 'searchIndex', async (tx) => {
    const ids = await missingMatches(tx, query, MAX_PEOPLE_IN_CALL);
    if (ids.length > 0) await replaceDocuments(tx, ids, await readProfiles(tx, ids));
    return ids.length;
  });
}

async function readState(sql: Sql): Promise<{ state: IndexState; entries: number; people: number }> {
  const [row] = await sql<{ entries: number; queued: number; generation: number; people: number }[]>`
    select entries, queued,
      coalesce((select generation from search_state), 0)::float8 as generation,
      coalesce((select people from search_state), 0)::float8 as people
    from (
      select count(*)::integer as entries, count(distinct user_id)::integer as queued
      from (select user_id from search_queue limit ${MAX_QUEUE_IN_CALL + 1}) as first
    ) as counted`;
  if (row === undefined) throw new Error('Postgres returned no row');
  const { entries, queued, ...state } = row;
  return { state, entries, people: queued };
}
