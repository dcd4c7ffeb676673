import assert from 'node:assert/strict';
import { connect, transaction, type Sql } from '../../functions/src/platform/postgres.ts';
import { migratedDatabase, type TestDatabase } from '../../functions/test/support/database.ts';
import { PostgresProxy, type Moment } from './postgresProxy.ts';

describe('transaction() over a connection that is cut', () => {
  let database: TestDatabase;
  let proxy: PostgresProxy;
  let sql: Sql;

  before(async () => {
    database = await migratedDatabase();
    proxy = await PostgresProxy.start(Number(new URL(database.url).port));
    const url = new URL(database.url);
    url.port = String(proxy.port);
    // A single connection, so that the next transaction would meet whatever is broken.
    sql = connect(url.href, { max: 1 });
  });
  after(async () => {
    await sql.end();
    await proxy.stop();
    await database.drop();
  });

  for (const [moment, committed] of [
    ['mid-batch', false],
    ['commit', true],
  ] as [Moment, boolean][]) {
    it(`rejects when cut ${moment === 'commit' ? 'at the commit' : 'in the middle'}, and the next transaction works`, async () => {
      await sql`select 1`;
      proxy.arm(moment, () => undefined);
      const cut = transaction(sql, (inside) => inside`insert into "users" (id) values (${moment})`);
      await assert.rejects(cut, /CONNECTION_CLOSED|ECONNRESET/);
      const rows = await transaction(sql, (inside) => inside`select from users where id = ${moment}`);
      assert.equal(rows.length, committed ? 1 : 0);
    });
  }

  it('rolls back and rejects when the work itself fails', async () => {
    const failed = transaction(sql, async (inside) => {
      await inside`insert into users (id) values ('failed')`;
      await inside`select ${undefined as unknown as string}`;
    });
    await assert.rejects(failed, /UNDEFINED_VALUE/);
    assert.equal((await sql`select from users where id = 'failed'`).length, 0);
  });
});
