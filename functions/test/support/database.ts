import { randomBytes } from 'node:crypto';
import { connect, type Sql } from '../../src/platform/postgres.ts';
import { setting } from './environment.ts';

export interface TestDatabase {
  sql: Sql;
  url: string;
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
  const admin = connect(serverUrl, { max: 1 });
  await admin`create database ${admin(name)} template ${admin(template)}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const sql = connect(url.href);
  return {
    sql,
    url: url.href,
    async drop() {
      await sql.end();
      await admin`drop database ${admin(name)} with (force)`;
      await admin.end();
    },
  };
}
