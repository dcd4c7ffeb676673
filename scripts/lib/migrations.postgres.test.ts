import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyDatabase, type TestDatabase } from '../../functions/test/support/database.ts';
import { migrate } from './migrations.ts';
import { ROOT } from './root.ts';

describe('migrations', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await emptyDatabase();
  });
  afterEach(() => database.drop());

  async function schema() {
    return await database.sql`
      select table_name, column_name, data_type from information_schema.columns
      where table_schema = 'public' order by 1, 2`;
  }

  it('bring an empty database to the schema, and the second time do nothing', async () => {
    const applied = await migrate(database.url);
    assert.ok(applied.length >= 2);
    const before = await schema();
    assert.ok(before.length > 50);
    assert.deepEqual(await migrate(database.url), []);
    assert.deepEqual(await schema(), before);
  });

  it('bring an existing database the rest, and keep its rows', async () => {
    await database.sql`create table migrations (name text primary key, sha256 text, applied_at timestamptz default now())`;
    for (const name of ['0001_synced_tables', '0002_sync_accounting']) {
      const text = await readFile(join(ROOT, `sql/${name}.sql`), 'utf8');
      await database.sql.unsafe(text).simple();
      const sha256 = createHash('sha256').update(text).digest('hex');
      await database.sql`insert into migrations (name, sha256) values (${name}, ${sha256})`;
    }
    await database.sql`insert into users (id) values ('ada')`;
    await database.sql`insert into sync_counts (collection, shard, received, applied) values ('users', 1, 5, 5)`;
    await database.sql`
      insert into dead_letters (key, collection, path, version, reason, message)
      values ('users/ada@1', 'users', 'users/ada', 1, 'old', '{}'), ('users/ada@2', 'users', 'users/ada', 2, 'new', '{}'),
        ('message:7', 'unknown', null, null, 'no JSON', '{}')`;
    const applied = await migrate(database.url);
    assert.equal(applied[0], '0003_sync_operations');
    assert.equal((await database.sql`select from users`).length, 1);
    const [counted] = await database.sql`select source, received::integer from sync_counts`;
    assert.deepEqual({ ...counted }, { source: 'events', received: 5 });
    const letters = await database.sql`select key, reason from dead_letters order by key`;
    assert.deepEqual(
      letters.map(({ key, reason }) => [key, reason]),
      [
        ['message:7', 'no JSON'],
        ['users/ada', 'new'],
      ],
    );
  });

  it('applied by twenty at once happen once', async () => {
    const applied = await Promise.all(Array.from({ length: 20 }, () => migrate(database.url)));
    assert.equal(applied.filter((names) => names.length > 0).length, 1);
  });

  it('leave nothing behind when one fails', async () => {
    await database.sql`create table dead_letters (in_the_way text)`;
    await assert.rejects(migrate(database.url), /dead_letters/);
    const tables =
      await database.sql`select table_name from information_schema.tables where table_schema = 'public'`;
    assert.deepEqual(
      tables.map((row) => row['table_name']),
      ['dead_letters'],
    );
  });

  it('edited after they were applied are refused with what to do', async () => {
    await migrate(database.url);
    await database.sql`update migrations set sha256 = 'other' where name = '0001_synced_tables'`;
    await assert.rejects(
      migrate(database.url),
      /0001_synced_tables\.sql was edited .*: undo the edit and add a new migration/,
    );
  });
});
