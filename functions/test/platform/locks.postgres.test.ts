import assert from 'node:assert/strict';
import { refreshCareers } from '../../src/careers/refreshCareers.ts';
import { recomputeEngagement } from '../../src/engagement/recomputeEngagement.ts';
import { refreshInsights } from '../../src/insights/refreshInsights.ts';
import { indexSearch } from '../../src/people/indexSearch.ts';
import { refreshMatching } from '../../src/people/refreshMatching.ts';
import { runJob, type Job } from '../../src/platform/job.ts';
import { waitForLock, withLock, type Lock, type LockName } from '../../src/platform/locks.ts';
import { transaction, type Sql } from '../../src/platform/postgres.ts';
import { refreshRecommendations } from '../../src/recommendations/refreshRecommendations.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';

const NOW = new Date('2026-03-01T02:00:00Z');

/** For each lock, the job that does not wait for it; null if every holder of the lock waits, or skips one person. */
const JOBS: Record<LockName, Job | null> = {
  job: recomputeEngagement,
  migrations: null,
  engagement: recomputeEngagement,
  matching: refreshMatching,
  searchIndex: indexSearch,
  eventCatalogue: refreshRecommendations,
  skillWeights: null,
  insights: refreshInsights,
  careers: refreshCareers,
  mediaReservation: null,
  recommendationList: null,
  erasure: null,
  erasureRun: null,
  dataExport: null,
};

describe('a lock', () => {
  let database: TestDatabase;
  let sql: Sql;
  let other: Sql;
  before(async () => {
    database = await migratedDatabase();
    sql = database.sql;
    other = database.direct;
  });
  after(() => database.drop());

  for (const [name, job] of Object.entries(JOBS)) {
    if (job === null) continue;
    const { definition } = job;
    it(`"${name}", when another connection holds it, makes ${definition.name} record a skipped run`, async () => {
      const lock: Lock = name === 'job' ? ['job', definition.name] : (name as LockName);
      const run = await withLock(other, lock, () =>
        runJob(definition, { sql, now: NOW, firestore: () => Promise.reject(new Error('no Firestore')) }),
      );
      assert.deepEqual(run, { outcome: 'skipped', rows: null });
      const [recorded] = await sql`
        select outcome, rows, finished_at is not null as finished from job_runs where job = ${definition.name}
        order by id desc limit 1`;
      assert.deepEqual({ ...recorded }, { outcome: 'skipped', rows: null, finished: true });
    });
  }

  it('is free again after its transaction, also when the work fails', async () => {
    await assert.rejects(
      withLock(other, 'matching', () => Promise.reject<string>(new Error('refused'))),
      /refused/,
    );
    assert.equal(await withLock(sql, 'matching', () => Promise.resolve('done')), 'done');
  });

  it('of one id does not exclude another id', async () => {
    const outcomes = await withLock(other, ['mediaReservation', 'ada'], () =>
      Promise.all(
        ['ada', 'bob'].map((id) => withLock(sql, ['mediaReservation', id], () => Promise.resolve(id))),
      ),
    );
    assert.deepEqual(outcomes, [null, 'bob']);
  });

  it('that is waited for comes when the holder ends its transaction', async () => {
    const order: string[] = [];
    const acquired = Promise.withResolvers<boolean>();
    const held = Promise.withResolvers<boolean>();
    const holder = withLock(other, 'skillWeights', async () => {
      acquired.resolve(true);
      await held.promise;
      order.push('holder');
      return true;
    });
    await acquired.promise;
    const waiter = transaction(sql, async (opened) => {
      await waitForLock(opened, 'skillWeights');
      order.push('waiter');
    });
    await database.untilBlocked();
    held.resolve(true);
    await Promise.all([holder, waiter]);
    assert.deepEqual(order, ['holder', 'waiter']);
  });
});
