import { quoted, type Sql } from '../../functions/src/platform/postgres.ts';
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

/** Tables that hold nothing of a campus: what of sql/ was applied, and the imported taxonomy. */
const KEPT_TABLES = /^(migrations|schema_objects|taxonomy_\w+)$/;

/** Empties every table but those that hold nothing of a campus. */
export async function emptyTables(sql: Sql): Promise<void> {
  const tables = await sql<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = current_schema() order by 1`;
  const names = tables.map(({ name }) => name).filter((name) => !KEPT_TABLES.test(name));
  await sql.unsafe(`truncate ${quoted(names)} restart identity`);
}
