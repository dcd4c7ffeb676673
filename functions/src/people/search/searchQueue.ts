import { withLock } from '../../platform/locks.ts';
import type { Sql } from '../../platform/postgres.ts';
import { replaceDocuments } from './replaceDocuments.ts';
import { readProfiles } from './profile.ts';
import type { IndexState } from './vocabulary.ts';

/** Queue entries per transaction. */
const BATCH_SIZE = 1000;

/** The longest queue that a caller waits for: about half a second. */
const MAX_QUEUE_IN_CALL = 500;

/**
 * Indexes the words of the people longest in the queue, in one transaction.
 *
 * @returns the number of people; null while another run holds the lock
 */
export function indexQueued(sql: Sql): Promise<number | null> {
  return withLock(sql, 'searchIndex', async (tx) => {
    const queued = await tx<{ user_id: string }[]>`
      delete from search_queue
      where id in (select id from search_queue order by id limit ${BATCH_SIZE})
      returning user_id`;
    const ids = [...new Set(queued.map(({ user_id }) => user_id))].sort();
    if (ids.length > 0) await replaceDocuments(tx, ids, await readProfiles(tx, ids));
    return ids.length;
  });
}

/**
 * Indexes the words of queued people if there are few, so that a small campus finds every change at once.
 *
 * @returns the state of the index
 */
export async function indexShortQueue(sql: Sql): Promise<IndexState> {
  const { queued, ...state } = await readState(sql);
  if (queued === 0 || queued > MAX_QUEUE_IN_CALL) return state;
  await indexQueued(sql);
  const { generation, people } = await readState(sql);
  return { generation, people };
}

async function readState(sql: Sql): Promise<IndexState & { queued: number }> {
  const [row] = await sql<(IndexState & { queued: number })[]>`
    select queued,
      coalesce((select generation from search_state), 0)::float8 as generation,
      coalesce((select people from search_state), 0)::float8 as people
    from (
      select count(*)::integer as queued from (select from search_queue limit ${MAX_QUEUE_IN_CALL + 1}) as first
    ) as counted`;
  return row ?? { queued: 0, generation: 0, people: 0 };
}
