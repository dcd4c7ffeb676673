import assert from 'node:assert/strict';
import { expire } from '../../src/operations/expireRows.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';

const NOW = new Date('2026-03-10T05:00:00Z');

describe('expireRows', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
    await database.sql`insert into users (id) values ('ada')`;
  });
  afterEach(() => database.drop());

  it('deletes what is older than its term, and nothing else', async () => {
    const { sql } = database;
    await sql`
      insert into job_runs (job, started_at, outcome)
      values ('old', '2025-12-10T04:00:00Z', 'succeeded'), ('new', '2025-12-10T06:00:00Z', 'succeeded')`;
    await sql`
      insert into profile_views (user_id, date, viewer_id)
      values ('ada', '2026-03-07', 'bob'), ('ada', '2026-03-08', 'bob')`;
    await sql`
      insert into recommendation_feedback (user_id, type, target_id, shown_at, dismissed_at)
      values ('ada', 'skill', '1', '2025-03-01T00:00:00Z', null),
        ('ada', 'skill', '2', '2025-03-01T00:00:00Z', '2025-03-20T00:00:00Z')`;
    assert.equal(await expire(sql, NOW), 3);
    const kept = await sql<{ row: string }[]>`
      select job as row from job_runs
      union all select date::text from profile_views
      union all select target_id from recommendation_feedback
      order by 1`;
    assert.deepEqual(
      kept.map(({ row }) => row),
      ['2', '2026-03-08', 'new'],
    );
    assert.equal(await expire(sql, NOW), 0);
  });

  it('empties old dead letters of what they quote, and keeps that the document is missing', async () => {
    const { sql } = database;
    await sql`
      insert into dead_letters (key, collection, path, version, reason, message, last_failed_at)
      values ('users/old', 'users', 'users/old', 1, 'no', '{"name": "Ada"}', '2026-02-01T00:00:00Z'),
        ('users/new', 'users', 'users/new', 1, 'no', '{"name": "Bob"}', '2026-03-01T00:00:00Z')`;
    assert.equal(await expire(sql, NOW), 1);
    const rows = await sql`select key, message, discarded_at from dead_letters order by key`;
    assert.deepEqual(
      [...rows],
      [
        { key: 'users/new', message: { name: 'Bob' }, discarded_at: null },
        { key: 'users/old', message: null, discarded_at: null },
      ],
    );
    assert.equal(await expire(sql, NOW), 0);
  });

  it('goes on with other tables where one fails, and fails at the end', async () => {
    const { sql } = database;
    await sql`insert into job_runs (job, started_at, outcome) values ('old', '2020-01-01T00:00:00Z', 'succeeded')`;
    await sql`insert into erasure_ledger (key_fingerprint) values (sha256('another key'))`;
    await assert.rejects(expire(sql, NOW), { code: 'EK001' });
    assert.equal((await sql`select from job_runs`).length, 0);
  });

  it('goes on until all are gone, in statements of bounded size', async () => {
    const { sql } = database;
    await sql`
      insert into job_runs (job, started_at, outcome)
      select 'old', '2020-01-01T00:00:00Z', 'succeeded' from generate_series(1, 20001)`;
    assert.equal(await expire(sql, NOW), 20_001);
  });
});
