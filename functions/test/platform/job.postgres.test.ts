import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { runJob, type JobDefinition } from '../../src/platform/job.ts';
import { connect, transaction, type AnySql, type Sql } from '../../src/platform/postgres.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';

const NOW = new Date('2026-03-01T02:00:00Z');
const noFirestore = (): Promise<never> => Promise.reject(new Error('no Firestore in this test'));

describe('runJob', () => {
  let database: TestDatabase;
  let sql: Sql;
  beforeEach(async () => {
    database = await migratedDatabase();
    sql = database.sql;
  });
  afterEach(async () => {
    await database.drop();
  });

  const job = (run: JobDefinition['run']): JobDefinition => ({
    name: 'sweep',
    does: 'sweeps',
    schedule: '0 1 * * *',
    deadlineHours: 26,
    options: {},
    run,
  });
  const start = (run: JobDefinition['run'], on = sql): ReturnType<typeof runJob> =>
    runJob(job(run), { sql: on, now: NOW, firestore: noFirestore });

  async function runs(): Promise<unknown[]> {
    const rows = await sql`
      select outcome, rows::integer, error, finished_at >= started_at as ended from job_runs order by id`;
    return rows.map(({ outcome, rows: count, error: kind, ended }) => [outcome, count, kind, ended]);
  }

  it('records successful and skipped runs', async () => {
    assert.deepEqual(await start(() => Promise.resolve(7)), { outcome: 'succeeded', rows: 7 });
    assert.deepEqual(await start(() => Promise.resolve(null)), { outcome: 'skipped', rows: null });
    assert.deepEqual(await runs(), [
      ['succeeded', 7, null, true],
      ['skipped', null, null, true],
    ]);
  });

  it('rethrows the error of a job, and records its kind without its message', async () => {
    const refusal = Object.assign(new TypeError('ada@campus.example'), { code: 'E1' });
    await assert.rejects(
      start(() => Promise.reject(refusal)),
      refusal,
    );
    const lost = Object.assign(new Error('lost'), { code: 'CONNECTION_CLOSED' });
    await assert.rejects(
      start(() => Promise.reject(lost)),
      lost,
    );
    assert.deepEqual(await runs(), [
      ['failed', null, 'TypeError E1', true],
      ['failed', null, 'Error CONNECTION_CLOSED', true],
    ]);
  });

  it('skips a run while the previous one is still going on', async () => {
    const first = Promise.withResolvers<number>();
    const running = start(() => first.promise);
    while ((await runs()).length === 0) await sleep(10);
    assert.deepEqual(await start(() => Promise.reject(new Error('the second run started'))), {
      outcome: 'skipped',
      rows: null,
    });
    first.resolve(3);
    assert.deepEqual(await running, { outcome: 'succeeded', rows: 3 });
    assert.deepEqual(await runs(), [
      ['succeeded', 3, null, true],
      ['skipped', null, null, true],
    ]);
    assert.equal((await start(() => Promise.resolve(1))).outcome, 'succeeded');
  });

  it('can restart a killed job at once, and records that it was killed', async () => {
    const process = connect(database.url, { applicationName: 'killed' });
    void start(() => new Promise<never>(() => undefined), process).catch(() => undefined);
    while ((await runs()).length === 0) await sleep(10);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'killed'`;
    // The server takes a moment to notice the lost connection and free its lock.
    let again = await start(() => Promise.resolve(5));
    for (; again.outcome === 'skipped'; again = await start(() => Promise.resolve(5))) await sleep(10);
    await process.end();
    assert.deepEqual(again, { outcome: 'succeeded', rows: 5 });
    const outcomes = (await runs())
      .map((run) => (run as string[])[0])
      .filter((outcome) => outcome !== 'skipped');
    assert.deepEqual(outcomes, ['killed', 'succeeded']);
  });

  describe('whose lock was lost with its connection', () => {
    const loseLock = async (): Promise<void> => {
      await database.direct`
        select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted`;
      await sleep(100);
    };

    it('stops at its next statement and is recorded as failed', async () => {
      const lost = start(async ({ sql: pool }) => {
        await loseLock();
        await pool`insert into users (id) values ('late')`;
        return 1;
      });
      await assert.rejects(lost, {
        name: 'LockLostError',
        message: /^sweep was stopped: .* its lock was lost/,
      });
      assert.deepEqual(await runs(), [['failed', null, 'LockLostError CONNECTION_CLOSED', true]]);
      assert.equal((await sql`select from users`).length, 0);
    });

    it('is recorded as failed even if it sends no other statement', async () => {
      await assert.rejects(
        start(() => loseLock().then(() => 1)),
        { name: 'LockLostError' },
      );
      assert.deepEqual(await runs(), [['failed', null, 'LockLostError CONNECTION_CLOSED', true]]);
    });

    it('rolls back the transaction that it is in', async () => {
      const lost = start(({ sql: pool }) =>
        transaction(pool, async (inside) => {
          await inside`insert into users (id) values ('early')`;
          await loseLock();
          return 1;
        }),
      );
      await assert.rejects(lost, { name: 'LockLostError' });
      assert.equal((await sql`select from users`).length, 0);
    });
  });

  const set = (setting: string): Promise<unknown> =>
    sql.unsafe(`alter database ${new URL(database.url).pathname.slice(1)} set ${setting}`);

  it('leaves timeouts alone that give it enough time, and otherwise sets its own', async () => {
    // Settings of a database apply to sessions that start later, and those of a pooler stay.
    const seen = async (): Promise<unknown> => {
      const fresh = connect(database.directUrl);
      const found: unknown[] = [];
      await start(async ({ sql: pool }) => {
        const look = (on: AnySql): Promise<{ timeout: string; isolation: string }[]> => on`
          select current_setting('statement_timeout') as timeout,
            current_setting('transaction_isolation') as isolation`;
        for (const [row] of [await look(pool), await transaction(pool, look)])
          found.push(row?.timeout, row?.isolation);
        return found.length;
      }, fresh);
      await fresh.end();
      return found;
    };
    const both = (timeout: string): string[] => [timeout, 'read committed', timeout, 'read committed'];
    await set("default_transaction_isolation = 'read committed'");
    for (const [setting, timeout] of [
      ["statement_timeout = '0'", '0'],
      ["statement_timeout = '61s'", '61s'],
      ["lock_timeout = '59s'", '1min'],
      ["lock_timeout = '0'", '61s'],
      ["statement_timeout = '59s'", '1min'],
      ["statement_timeout = '61s'", '61s'],
      ['default_transaction_isolation = serializable', '1min'],
    ] as const) {
      await set(setting);
      assert.deepEqual(await seen(), both(timeout), setting);
    }
  });

  describe('on a server with short timeouts', () => {
    let impatient: Sql;
    beforeEach(async () => {
      for (const name of ['statement', 'transaction', 'idle_in_transaction_session', 'lock']) {
        await set(`${name}_timeout = '100ms'`);
      }
      impatient = connect(database.url);
    });
    afterEach(() => impatient.end());

    it('runs long statements, and keeps its lock between them', async () => {
      const run = async ({ sql: pool }: { sql: Sql }): Promise<number> => {
        const rows = await pool`select pg_sleep(0.3)`;
        await sleep(300);
        await transaction(pool, async (inside) => {
          await inside`select pg_sleep(0.3)`;
          await sleep(300);
        });
        return rows.count;
      };
      const first = start(run, impatient);
      await sleep(700);
      assert.equal((await start(run, impatient)).outcome, 'skipped');
      assert.deepEqual(await first, { outcome: 'succeeded', rows: 1 });
    });
  });

  it('starts again after a conflict with another transaction, a few times', async () => {
    for (const code of ['40001', '40P01']) {
      let attempts = 0;
      const run = async ({ sql: pool }: { sql: Sql }): Promise<number> => {
        attempts += 1;
        if (attempts < 3) await pool.unsafe(`do $$ begin raise exception using errcode = '${code}'; end $$`);
        return attempts;
      };
      assert.deepEqual(await start(run), { outcome: 'succeeded', rows: 3 });
    }
    const always = start(({ sql: pool }) =>
      pool.unsafe(`do $$ begin raise exception using errcode = '40P01'; end $$`).then(() => 1),
    );
    await assert.rejects(always, { code: '40P01' });
  });
});
