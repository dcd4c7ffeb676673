import { randomBytes } from 'node:crypto';
import { connect, type Sql } from '../../src/platform/postgres.ts';
import { setting } from './environment.ts';

export interface TestDatabase {
  sql: Sql;
  /** Through the pooler, if the suite has one. */
  url: string;
  /** Past the pooler, for tests that need more sessions than it gives, or the state of one. */
  directUrl: string;
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
  return {
    sql,
    url,
    directUrl,
    async drop() {
      await sql.end();
      await admin`drop database ${admin(name)} with (force)`;
      await admin.end();
    },
  };
}
