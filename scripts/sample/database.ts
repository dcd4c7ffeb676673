import type { Sql } from '../../functions/src/platform/postgres.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { CAMPUS_DOMAIN } from '../campus/people.ts';

/**
 * Refuses a database that holds other users than the sample campus: the emulators start with an empty Firestore, and
 * sample students do not belong among real data.
 *
 * @throws Error that says what to do
 */
export async function refuseForeignData(sql: Sql): Promise<void> {
  const [found] = await sql<{ users: number }[]>`
    select count(*)::integer as users from users where live and email not like ${`%@${CAMPUS_DOMAIN}`}`;
  if (found !== undefined && found.users > 0) {
    throw new Error(
      `The database holds ${String(found.users)} users that do not belong to the sample campus. Set DATABASE_URL to an empty database, or pass --reset to delete this data.`,
    );
  }
}

/** Tables to empty besides those of the collections and the ones that reference them. */
const OTHER_TABLES = [
  'skills',
  'matching_refresh',
  'engagement_changes',
  'engagement_levels',
  'engagement_refresh',
  'job_runs',
  'search_queue',
  'search_state',
  'search_words',
  'dead_letters',
  'deferred_changes',
  'sync_counts',
  'consistency_checks',
  'backfill_partitions',
];

/** Empties the synchronised tables, all that reference them, and the sync accounting. */
export async function emptyTables(sql: Sql): Promise<void> {
  const tables = allCollections.map(({ table }) => table);
  await sql.unsafe(`truncate ${[...tables, ...OTHER_TABLES].join(', ')} restart identity cascade`);
}
