import assert from 'node:assert/strict';
import { connect, transaction, type Sql } from '../../functions/src/platform/postgres.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { Writer } from '../../functions/src/sync/pipeline/writer.ts';
import { change } from '../../functions/test/support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../functions/test/support/database.ts';
import { PostgresProxy } from './postgresProxy.ts';

const BATCH = Array.from({ length: 16 }, (_, index) =>
  change(`users/u${String(index)}`, 1, { email: 'x@campus.example', name: 'X', role: 'student' }),
);

describe('a database that cannot be written to', () => {
  let database: TestDatabase;
  let proxy: PostgresProxy;
  let sql: Sql;
  beforeEach(async () => {
    database = await migratedDatabase();
    proxy = await PostgresProxy.start(Number(new URL(database.url).port));
    const url = new URL(database.url);
    url.port = String(proxy.port);
    sql = connect(url.href, { max: 1 });
  });
  afterEach(async () => {
    await sql.end();
    await proxy.stop();
    await database.drop();
  });

  // The proxies of some providers answer a login with an error that is not fatal.
  for (const severity of ['FATAL', 'ERROR']) {
    for (const code of [
      'XX000',
      '28P01',
      '3D000',
      '28000',
      '0A000',
      '42704',
      '08P01',
      '22023',
      '57P03',
      '53300',
    ]) {
      it(`that refuses logins with ${severity} ${code} is asked once for a whole batch`, async () => {
        proxy.refuseLogins({ code, severity });
        await assert.rejects(new Writer(sql, allCollections).apply(BATCH), { code });
        assert.equal(proxy.refusedLogins, 1);
        proxy.refuseLogins(undefined);
        assert.equal((await new Writer(sql, allCollections).apply(BATCH)).length, BATCH.length);
      });
    }
  }

  it('is asked once per attempt after a statement lost its connection', async () => {
    for (const attempt of [1, 2, 3]) {
      await sql`select 1`;
      const reading = sql`select pg_sleep(10)`;
      const waiting = sql`select 1`;
      setTimeout(() => {
        proxy.refuseLogins({ code: '28P01' });
        proxy.cut();
      }, 100);
      await assert.rejects(reading, { code: 'ECONNRESET' });
      await assert.rejects(waiting, { code: '28P01' });
      assert.equal(proxy.refusedLogins, 2 * attempt - 1);
      await assert.rejects(
        transaction(sql, (inside) => inside`select 1`),
        { code: '28P01' },
      );
      assert.equal(proxy.refusedLogins, 2 * attempt);
      proxy.refuseLogins(undefined);
    }
  });

  it('because it is read-only, makes the writer throw at once', async () => {
    const { pathname } = new URL(database.url);
    // It holds for sessions that start later, so the pooler must not have one yet.
    await database.direct.unsafe(
      `alter database ${pathname.slice(1)} set default_transaction_read_only = on`,
    );
    let transactions = 0;
    const counted = new Proxy(sql, {
      get(target, name) {
        if (name === 'begin') transactions += 1;
        return Reflect.get(target, name) as unknown;
      },
    });
    await assert.rejects(new Writer(counted, allCollections).apply(BATCH), { code: '25006' });
    assert.equal(transactions, 1);
  });

  it('does not shift the rows of the next statement', async () => {
    await sql`select 1`;
    const reading = sql`select repeat('x', 1000), pg_sleep(0.001) from generate_series(1, 10000)`;
    setTimeout(() => {
      proxy.cut();
    }, 300);
    await assert.rejects(reading, { code: 'ECONNRESET' });
    assert.deepEqual([...(await sql`select 7 as number`)], [{ number: 7 }]);
  });
});
