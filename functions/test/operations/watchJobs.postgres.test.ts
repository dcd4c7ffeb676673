import assert from 'node:assert/strict';
import '../../src/index.ts';
import { overdueJobs, watchJobs } from '../../src/operations/watchJobs.ts';
import { registeredJobs, type JobDefinition } from '../../src/platform/job.ts';
import type { Sql } from '../../src/platform/postgres.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';

const NOW = new Date('2026-03-10T08:00:00Z');
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 60 * 60 * 1000);
const job = (name: string, deadlineHours: number): JobDefinition => ({
  ...watchJobs.definition,
  name,
  deadlineHours,
});

describe('watchJobs', () => {
  let database: TestDatabase;
  let sql: Sql;
  beforeEach(async () => {
    database = await migratedDatabase();
    sql = database.sql;
  });
  afterEach(() => database.drop());

  async function ran(name: string, hours: number, outcome: string): Promise<void> {
    await sql`
      insert into job_runs (job, started_at, finished_at, outcome)
      values (${name}, ${hoursAgo(hours)}, ${hoursAgo(hours)}, ${outcome})`;
  }

  async function overdue(...jobs: JobDefinition[]): Promise<unknown[]> {
    return (await overdueJobs(sql, jobs, NOW)).map(({ name, details }) => [name, details]);
  }

  it('raises an alert for a job that has not succeeded by its deadline, however its last run ended', async () => {
    await ran('late', 27, 'succeeded');
    await ran('late', 3, 'failed');
    await ran('fine', 25, 'succeeded');
    await ran('fine', 1, 'killed');
    assert.deepEqual(await overdue(job('late', 26), job('fine', 26)), [
      ['job-overdue', { job: 'late', hours: 27, lastOutcome: 'failed' }],
    ]);
  });

  it('counts from the first run of any job if a job has never run', async () => {
    assert.deepEqual(await overdue(job('new', 26)), []);
    await ran('other', 25, 'skipped');
    assert.deepEqual(await overdue(job('new', 26)), []);
    await ran('other', 26, 'succeeded');
    assert.deepEqual(await overdue(job('new', 26)), [
      ['job-overdue', { job: 'new', hours: 26, lastOutcome: null }],
    ]);
  });

  it('raises nothing when every job is on time', async () => {
    for (const { name } of registeredJobs()) await ran(name, 1, 'succeeded');
    const firestore = (): Promise<never> => Promise.reject(new Error('there is no Firestore here'));
    assert.ok(registeredJobs().length > 10);
    assert.equal(await watchJobs.definition.run({ sql, now: NOW, firestore }), 0);
  });
});
