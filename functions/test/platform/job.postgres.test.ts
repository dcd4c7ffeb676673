import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { runJob, type JobDefinition } from '../../src/platform/job.ts';
import { connect, type Sql } from '../../src/platform/postgres.ts';
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
    schedule: 'every day 01:00',
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
    await process.end({ timeout: 1 });
    assert.deepEqual(again, { outcome: 'succeeded', rows: 5 });
    const outcomes = (await runs())
      .map((run) => (run as string[])[0])
      .filter((outcome) => outcome !== 'skipped');
    assert.deepEqual(outcomes, ['killed', 'succeeded']);
  });
});
