import type { Sql } from '../../functions/src/platform/postgres.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { CAMPUS_DOMAIN } from '../campus/people.ts';

/**
 * Refuses a database with people who are not of the sample campus: the emulators start with an empty
 * Firestore, and somebody's real data is no place for made-up students.
 */
export async function refuseForeignData(sql: Sql): Promise<void> {
  const [found] = await sql<{ users: number }[]>`
    select count(*)::integer as users from users where live and email not like ${`%@${CAMPUS_DOMAIN}`}`;
  if (found !== undefined && found.users > 0) {
    throw new Error(
      `The database has ${String(found.users)} users who are not of the sample campus, and their Firestore is not here. Set DATABASE_URL to an empty database, or, if this data may go, pass --reset.`,
    );
  }
}

/** What goes with the synchronised tables, besides what refers to them. */
const OTHERS = [
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

/** Empties everything that is synchronised, what refers to it, and what was counted on the way. */
export async function emptyTables(sql: Sql): Promise<void> {
  const tables = allCollections.map(({ table }) => table);
  await sql.unsafe(`truncate ${[...tables, ...OTHERS].join(', ')} restart identity cascade`);
}
