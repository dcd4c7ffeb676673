import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyDatabase, type TestDatabase } from '../../functions/test/support/database.ts';
import { migrate } from './migrations.ts';
import { ROOT } from './root.ts';

describe('migrate', () => {
  let database: TestDatabase;
  let directory: string;
  beforeEach(async () => {
    database = await emptyDatabase();
    directory = await mkdtemp(join(tmpdir(), 'migrations-'));
    await cp(join(ROOT, 'sql'), directory, { recursive: true });
  });
  afterEach(async () => {
    await database.drop();
    await rm(directory, { recursive: true });
  });

  const run = async (): Promise<string[]> => {
    const { applied, dropped } = await migrate(database.url, { directory });
    return [...applied, ...dropped.map((name) => `dropped ${name}`)];
  };
  const write = (path: string, text: string): Promise<void> => writeFile(join(directory, path), text);

  async function schema(): Promise<unknown> {
    return await database.sql`
      select table_name, column_name, data_type from information_schema.columns
      where table_schema = 'public' order by 1, 2`;
  }

  async function call(expression: string): Promise<unknown> {
    const [row] = await database.sql.unsafe(`select ${expression} as value`);
    return row?.['value'];
  }

  it('creates the schema in an empty database, and does nothing the second time', async () => {
    const applied = await run();
    assert.ok(applied.includes('0001_sync_documents'));
    assert.ok(applied.includes('functions/most_similar'));
    assert.ok(applied.includes('views/current_attendance'));
    const before = await schema();
    assert.deepEqual(await run(), []);
    assert.deepEqual(await schema(), before);
  });

  it('applies only new migrations to an existing database and keeps its rows', async () => {
    await run();
    await database.sql`insert into users (id) values ('ada')`;
    await write('9001_sync_extra.sql', 'alter table users add column extra integer default 7;');
    assert.deepEqual(await run(), ['9001_sync_extra']);
    assert.equal(await call('(select extra from users)'), 7);
  });

  it('applies everything once when twenty run at the same time', async () => {
    const applied = await Promise.all(Array.from({ length: 20 }, run));
    assert.equal(applied.filter((names) => names.length > 0).length, 1);
    await write('functions/engagement_level.sql', constant('engagement_level', 1));
    const again = await Promise.all(Array.from({ length: 20 }, run));
    assert.deepEqual(again.flat(), ['functions/engagement_level']);
  });

  it('leaves nothing behind when a migration fails', async () => {
    await database.sql`create table dead_letters (in_the_way text)`;
    await assert.rejects(run(), /dead_letters/);
    const tables =
      await database.sql`select table_name from information_schema.tables where table_schema = 'public'`;
    assert.deepEqual(
      tables.map((row) => row['table_name']),
      ['dead_letters'],
    );
  });

  it('refuses an applied migration that was edited, and says what to do', async () => {
    await run();
    await write('0002_sync_operations.sql', 'select 1;');
    await assert.rejects(run(), {
      message:
        'sql/0002_sync_operations.sql was edited after it was applied to this database. Undo the edit and add a new migration.',
    });
  });

  describe('with functions', () => {
    it('applies an edited function once, also with another signature', async () => {
      await run();
      await write('functions/engagement_level.sql', constant('engagement_level', 42));
      assert.deepEqual(await run(), ['functions/engagement_level']);
      assert.equal(await call('engagement_level()'), 42);
      await assert.rejects(call('engagement_level(1)'), /does not exist/);
      assert.deepEqual(await run(), []);
    });

    it('replaces the triggers of an edited function', async () => {
      await run();
      await write(
        'functions/queue_for_search.sql',
        `create function queue_for_search() returns trigger language plpgsql as $$
         begin insert into search_queue (user_id) values ('edited'); return null; end $$;
         create trigger queue_inserted_for_search after insert on users
         for each statement execute function queue_for_search();`,
      );
      assert.deepEqual(await run(), ['functions/queue_for_search']);
      await database.sql`insert into users (id) values ('ada')`;
      await database.sql`update users set version = 1`;
      assert.deepEqual((await database.sql`select user_id from search_queue`).flatMap(Object.values), [
        'edited',
      ]);
    });

    it('drops a function whose file was removed, with its triggers', async () => {
      await run();
      await rm(join(directory, 'functions/queue_for_search.sql'));
      assert.deepEqual(await run(), ['dropped functions/queue_for_search']);
      assert.equal(await call(`to_regproc('queue_for_search')`), null);
      await database.sql`insert into users (id) values ('ada')`;
    });

    it('creates a function again that a migration dropped', async () => {
      await run();
      await write('9001_people_extra.sql', 'drop function passes_filter;');
      assert.deepEqual(await run(), ['9001_people_extra', 'functions/passes_filter']);
    });

    it('names what depends on a function that has to be dropped', async () => {
      await run();
      await database.sql`create view report as select engagement_level(1)`;
      await write('functions/engagement_level.sql', constant('engagement_level', 42));
      await assert.rejects(run(), /view report depends on function engagement_level.*npm run migrate/);
      assert.equal(await call('engagement_level(1)'), 0, 'the failed run changed nothing');
    });

    it('refuses a file that creates something else than its name says', async () => {
      await run();
      await write('functions/other.sql', constant('another', 1));
      await assert.rejects(run(), /sql\/functions\/other\.sql must create the function other/);
    });
  });

  describe('with views', () => {
    // It uses another view, which these tests replace.
    beforeEach(() => rm(join(directory, 'views/user_memberships.sql')));

    it('applies an edited view once, also with other columns and when another view uses it', async () => {
      await run();
      await write('views/first.sql', 'create view first as select now() as value;');
      await write('views/second.sql', 'create view second as select value from first;');
      assert.deepEqual(await run(), ['views/first', 'views/second']);
      await write('views/first.sql', 'create view first as select 2 as value;');
      assert.deepEqual(await run(), ['views/first']);
      assert.equal(await call('(select value from second)'), 2);
      assert.deepEqual(await run(), []);
    });

    it('lets a migration change a column that a view selects', async () => {
      await run();
      await write('9001_sync_extra.sql', 'alter table connections alter column created_at type timestamp;');
      assert.deepEqual(await run(), ['9001_sync_extra']);
      assert.equal(await call('(select count(*)::integer from accepted_connections)'), 0);
    });

    it('drops a view whose file was removed', async () => {
      await write('views/extra.sql', 'create view extra as select 1 as value;');
      await run();
      await rm(join(directory, 'views/extra.sql'));
      assert.deepEqual(await run(), ['dropped views/extra']);
      assert.equal(await call(`to_regclass('extra')`), null);
    });
  });
});

function constant(name: string, value: number): string {
  return `create function ${name}() returns integer language sql immutable return ${String(value)};`;
}
