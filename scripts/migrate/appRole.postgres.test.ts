import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import '../../functions/src/index.ts';
import { connect, type Sql } from '../../functions/src/platform/postgres.ts';
import { registeredJobs, runJob } from '../../functions/src/platform/job.ts';
import { firestoreWithHeartbeat, NOW, writeApiCampus } from '../../functions/test/docs/apiCampus.ts';
import { emptyDatabase, migratedDatabase, type TestDatabase } from '../../functions/test/support/database.ts';
import { migrate } from '../lib/migrations.ts';
import { connectionStringFor, createAppRole, dropAppRole } from './appRole.ts';

describe('the role of the functions', () => {
  let database: TestDatabase;
  let app: Sql;
  beforeEach(async () => {
    database = await migratedDatabase();
    app = connect(database.appUrl);
  });
  afterEach(async () => {
    await app.end();
    await database.drop();
  });

  it('is enough for the writer and all jobs but those that the emulator suite runs', async () => {
    process.env['CLOUDINARY_URL'] = 'none';
    await writeApiCampus(app);
    const jobs = registeredJobs().filter(({ needsFirestore }) => !needsFirestore);
    assert.ok(jobs.length > 8);
    for (const job of jobs) {
      const context = { sql: app, now: NOW, firestore: () => Promise.resolve(firestoreWithHeartbeat()) };
      assert.equal((await runJob(job, context)).outcome, 'succeeded', job.name);
    }
  });

  it('reads and writes the rows of every table, and has no other right to any', async () => {
    const tables = await app<{ name: string; rights: string }[]>`
      select relname as name, array_to_string(array(
        select right_to from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger'])
          as right_to
        where has_table_privilege(pg_class.oid, right_to)
      ), ' ') as rights
      from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') order by relname`;
    assert.ok(tables.length > 40);
    for (const { name, rights } of tables) {
      const expected = ['migrations', 'schema_objects'].includes(name) ? '' : 'select insert update delete';
      assert.equal(rights, expected, name);
    }
  });

  it('can do nothing else', async () => {
    await database.sql`create schema private`;
    await database.sql`create table private.notes as select 1 as id`;
    for (const statement of [
      ...[
        'create table extra (id integer)',
        'create schema extra',
        'create function extra() returns integer return 1',
      ],
      ...['drop table users', 'drop view current_attendance', 'drop function label_name', 'truncate users'],
      ...[
        'alter table users add column extra text',
        'create index on users (name)',
        'alter table users owner to current_user',
      ],
      ...['select from migrations', 'delete from schema_objects', 'select from private.notes'],
      ...['create role other', 'set role student_talent_other'],
      ...[
        'alter table users disable trigger all',
        'select pg_read_file($$/etc/hosts$$)',
        'copy users to $$/tmp/x$$',
      ],
    ]) {
      await assert.rejects(app.unsafe(statement), { code: /^(42501|22023)$/ }, statement);
    }
  });

  it('has the same rights to what later migrations create', async () => {
    await database.sql`create table later (id bigint generated always as identity primary key, text text)`;
    await database.sql`create view latest as select max(id) as id from later`;
    await app`insert into later (text) values ('x')`;
    assert.deepEqual([...(await app`select id::integer from latest`)], [{ id: 1 }]);
    await assert.rejects(app`truncate later`, { code: '42501' });
  });
});

describe('npm run migrate -- --create-app-role', () => {
  let database: TestDatabase;
  let role: string;
  beforeEach(async () => {
    database = await emptyDatabase();
    role = `app_${randomBytes(4).toString('hex')}`;
  });
  afterEach(async () => {
    await database.sql.unsafe(`drop role if exists ${role}`);
    await database.drop();
  });

  const migrateCommand = async (...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../migrate.ts'), ...args],
      { env: { ...process.env, MIGRATION_DATABASE_URL: database.directUrl } },
    );
    return stdout;
  };

  it('prints the connection string of a new role once, which works', async () => {
    const created = await migrateCommand('--create-app-role', role);
    const [url = ''] = /^postgres:.*$/m.exec(created) ?? [];
    const app = connect(url, { max: 1 });
    assert.deepEqual(
      [...(await app`select current_user::text as role, (select count(*)::integer from users) as users`)],
      [{ role, users: 0 }],
    );
    await app.end();
    assert.match(await migrateCommand('--create-app-role', role), /exists.*password is the same/);
    assert.match(await migrateCommand('--drop-app-role', role), /Removed the role/);
    await assert.rejects(connect(url, { max: 1 })`select 1`, { code: '28P01' });
  });

  it('lets a new role replace one that is in use', async () => {
    await migrate(database.directUrl);
    const owner = { url: database.directUrl };
    const password = await createAppRole(owner, role);
    const old = connect(connectionStringFor(owner.url, role, password ?? ''), { max: 1 });
    await createAppRole(owner, `${role}_2`);
    assert.equal((await old`select from users`).length, 0);
    await old.end();
    await dropAppRole(owner, role);
    await dropAppRole(owner, `${role}_2`);
  });

  it('leaves roles with other rights alone', async () => {
    await migrate(database.directUrl);
    await database.sql.unsafe(`create role ${role} login createdb`);
    await assert.rejects(createAppRole({ url: database.directUrl }, role), {
      message: `the role ${role} has other rights: choose another name`,
    });
    await assert.rejects(createAppRole({ url: database.directUrl }, 'postgres'), /has other rights/);
    await assert.rejects(dropAppRole({ url: database.directUrl }, role), /there is no role/);
  });

  it('may run many times at once', async () => {
    await migrate(database.directUrl);
    const passwords = await Promise.all(
      Array.from({ length: 8 }, () => createAppRole({ url: database.directUrl }, role)),
    );
    assert.equal(passwords.filter((password) => password !== null).length, 1);
  });
});

describe('connectionStringFor()', () => {
  it('replaces the user and the password, wherever they are', () => {
    for (const [url, expected] of Object.entries({
      'postgres://owner:pw@db.example/t?sslmode=require': 'postgres://app:x@db.example/t?sslmode=require',
      'postgresql://owner@a:1,b:2/t': 'postgresql://app:x@a:1,b:2/t',
      'postgres:///t?host=/run&user=owner&password=pw': 'postgres://app:x@/t?host=/run',
    })) {
      assert.equal(connectionStringFor(url, 'app', 'x'), expected);
    }
  });
});
