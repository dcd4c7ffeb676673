import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, transaction, type AnySql, type Sql } from '../../src/platform/postgres.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';

describe('transaction()', () => {
  let database: TestDatabase;
  let sql: Sql;
  beforeEach(async () => {
    database = await migratedDatabase();
    // A single connection, so that the next transaction would meet whatever is broken.
    sql = connect(database.url, { max: 1 });
  });
  afterEach(async () => {
    await sql.end();
    await database.drop();
  });

  async function loseConnection(of: AnySql): Promise<void> {
    const [row] = await of<{ pid: number }[]>`select pg_backend_pid() as pid`;
    await database.sql`select pg_terminate_backend(${row?.pid ?? 0})`;
    await sleep(100);
  }

  const endings: Record<string, (inside: AnySql) => Promise<unknown>> = {
    succeeds: () => Promise.resolve(1),
    fails: () => Promise.reject(new Error('a failure of its own')),
    'sends another statement': (inside) => inside`select 1`,
    'swallows the error of another statement': (inside) => inside`select 1`.catch(() => 1),
  };
  for (const [ending, work] of Object.entries(endings)) {
    it(`rejects with the loss of its connection when the work then ${ending}, and the next one works`, async () => {
      const lost = transaction(sql, async (inside) => {
        await loseConnection(inside);
        return work(inside);
      });
      await assert.rejects(lost, { code: 'CONNECTION_CLOSED' });
      assert.equal((await transaction(sql, (inside) => inside`select 1`)).length, 1);
    });
  }

  it('sends no statement of work that lost its connection, even when its slot is connected again', async () => {
    const again = Promise.withResolvers<undefined>();
    const lost = transaction(sql, async (inside) => {
      await loseConnection(inside);
      await sql`select 1`;
      again.resolve(undefined);
      await inside`insert into users (id) values ('late')`;
    });
    await assert.rejects(lost, { code: 'CONNECTION_CLOSED' });
    await again.promise;
    assert.equal((await sql`select from users`).length, 0);
  });

  it('tells the work that its connection was lost, and ends only when the work has', async () => {
    let hasEnded = false;
    const lost = transaction(sql, async (inside, signal) => {
      await loseConnection(inside);
      assert.ok(signal.aborted);
      await sleep(50);
      hasEnded = true;
    });
    await assert.rejects(lost, { code: 'CONNECTION_CLOSED' });
    assert.ok(hasEnded);
  });

  it('works again after a statement lost its connection, whatever became of the statement', async () => {
    const inMidStatement = (of: AnySql): Promise<unknown> =>
      of`select pg_terminate_backend(pg_backend_pid()) from generate_series(1, 3000)`;
    for (const lose of [loseConnection, inMidStatement]) {
      await lose(sql).catch(() => undefined);
      assert.equal((await sql`select 1`).length, 1);
      await assert.rejects(transaction(sql, lose));
      assert.equal((await sql`select 1`).length, 1);
    }
  });

  it('leaves a pool that can be ended after a statement lost its connection', async () => {
    const several = connect(database.url);
    await assert.rejects(several`select pg_terminate_backend(pg_backend_pid())`.execute());
    await several.end();
  });

  it('and statements outside it get their own answers, many at once and with or without parameters', async () => {
    const numbers = Array.from({ length: 200 }, (_, index) => index);
    const ask = async (of: AnySql, number: number): Promise<unknown> => {
      const asked =
        number % 2 === 0
          ? of.unsafe(`select ${String(number)} as n`).execute()
          : of`select ${number}::integer as n`;
      return (await asked)[0]?.['n'];
    };
    assert.deepEqual(await Promise.all(numbers.map((number) => ask(database.sql, number))), numbers);
    const inside = await transaction(sql, (opened) =>
      Promise.all(numbers.map((number) => ask(opened, number))),
    );
    assert.deepEqual(inside, numbers);
  });

  it('is not needed for a single statement to survive conflicts, whatever the default isolation', async () => {
    await sql`insert into users (id, synced_at) values ('ada', now())`;
    const strict = connect(
      `${database.directUrl}?options=-c%20default_transaction_isolation%3Dserializable`,
      { max: 8 },
    );
    const update = (): Promise<unknown> =>
      strict`update users set bio = ${'x'}, live = ${false} where id = 'ada' and live in (${true}, ${false})`.execute();
    await Promise.all(Array.from({ length: 8 }, update));
    await strict.end();
    assert.deepEqual([...(await sql`select bio, live from users`)], [{ bio: 'x', live: false }]);
  });

  it('does not take the lost connection of something else for its own', async () => {
    const elsewhere = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
    await assert.rejects(
      transaction(sql, () => Promise.reject(elsewhere)),
      elsewhere,
    );
    assert.equal((await sql`select 1`).length, 1);
  });
});
