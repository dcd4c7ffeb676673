import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { APP_ROLE } from '../../../scripts/migrate/appRole.ts';
import { connect, type Sql } from '../../src/platform/postgres.ts';
import { setting } from './environment.ts';

export interface TestDatabase {
  sql: Sql;
  /** Through the pooler, if the suite has one. */
  url: string;
  /** Past the pooler, for tests that need the state of a session. */
  directUrl: string;
  /** Past the pooler, which may have no session left: to hold a lock, or to watch or end other sessions. */
  direct: Sql;
  /** Resolves once this many transactions, by default one, wait for a lock. */
  untilBlocked: (count?: number) => Promise<void>;
  /** Past the pooler, as the role of the functions, which may not change the schema. */
  appUrl: string;
  drop: () => Promise<void>;
}

/** Creates a database with the whole schema, cloned from a migrated template. */
export function migratedDatabase(): Promise<TestDatabase> {
  return createDatabase(setting('TEST_TEMPLATE_DATABASE'));
}

/** Creates an empty database. */
export function emptyDatabase(): Promise<TestDatabase> {
  return createDatabase('template1');
}

async function createDatabase(template: string): Promise<TestDatabase> {
  const serverUrl = setting('TEST_POSTGRES_URL');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = connect(`${serverUrl}?options=-c%20statement_timeout%3D0`, { max: 1 });
  await admin`create database ${admin(name)} template ${admin(template)}`;
  const [url, directUrl] = [process.env['TEST_POOLER_URL'] ?? serverUrl, serverUrl].map(
    (server) => Object.assign(new URL(server), { pathname: `/${name}` }).href,
  ) as [string, string];
  const sql = connect(url);
  const direct = connect(directUrl, { max: 2 });
  return {
    sql,
    url,
    directUrl,
    direct,
    async untilBlocked(count = 1) {
      for (let blocked = 0; blocked < count;) {
        const [row] = await direct<{ blocked: number }[]>`
          select count(*)::integer as blocked from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`;
        blocked = row?.blocked ?? 0;
        await sleep(10);
      }
    },
    appUrl: Object.assign(new URL(directUrl), { username: APP_ROLE, password: setting('TEST_APP_PASSWORD') })
      .href,
    async drop() {
      await Promise.all([sql.end(), direct.end()]);
      await admin`drop database ${admin(name)} with (force)`;
      await admin.end();
    },
  };
}
