import assert from 'node:assert/strict';
import { recordProfileView } from '../../src/engagement/recordProfileView.ts';
import { recomputeScores } from '../../src/engagement/score/recomputeScores.ts';
import { connect, type Sql } from '../../src/platform/postgres.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { change } from '../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { callContext } from '../../../scripts/lib/callContext.ts';

const MARCH = new Date('2026-03-01T12:00:00Z');
const hoursLater = (hours: number): Date => new Date(MARCH.getTime() + hours * 60 * 60 * 1000);

describe('recordProfileView', () => {
  let database: TestDatabase;
  let sql: Sql;
  beforeEach(async () => {
    database = await migratedDatabase();
    sql = database.sql;
    const user = { email: 'x@campus.example', name: 'X' };
    await new Writer(sql, allCollections).apply(['ada', 'bob'].map((id) => change(`users/${id}`, 2, user)));
  });
  afterEach(() => database.drop());

  async function view(uid: string, userId: string, now = MARCH, on = sql): Promise<boolean> {
    const answer = await recordProfileView.definition.handle(callContext(on, uid, { now }), { userId });
    return answer.counted;
  }

  async function counts(): Promise<Record<string, number>> {
    const rows = await sql<{ key: string; views: number }[]>`
      select user_id || ' ' || date as key, views from profile_view_counts order by key`;
    return Object.fromEntries(rows.map(({ key, views }) => [key, views]));
  }

  it('counts a viewer once a day', async () => {
    assert.equal(await view('bob', 'ada'), true);
    assert.equal(await view('bob', 'ada', hoursLater(11.9)), false);
    assert.equal(await view('eve', 'ada'), true);
    assert.equal(await view('bob', 'ada', hoursLater(12)), true);
    assert.equal(await view('ada', 'bob'), true);
    assert.deepEqual(await counts(), { 'ada 2026-03-01': 2, 'ada 2026-03-02': 1, 'bob 2026-03-01': 1 });
  });

  it('does not count viewing oneself', async () => {
    assert.equal(await view('ada', 'ada'), false);
    assert.deepEqual(await counts(), {});
  });

  it('rejects users that do not exist or are deleted', async () => {
    await assert.rejects(view('bob', 'nobody'), { code: 'not-found' });
    await sql`update users set live = false where id = 'ada'`;
    await assert.rejects(view('bob', 'ada'), { code: 'not-found' });
    assert.deepEqual(await counts(), {});
  });

  it('counts concurrent viewers once each', async () => {
    const several = connect(database.url, { max: 10 });
    try {
      const viewers = Array.from({ length: 40 }, (_, index) => `viewer${String(index % 20)}`);
      const counted = await Promise.all(viewers.map((viewer) => view(viewer, 'ada', MARCH, several)));
      assert.equal(counted.filter(Boolean).length, 20);
    } finally {
      await several.end();
    }
    assert.deepEqual(await counts(), { 'ada 2026-03-01': 20 });
  });

  it('counts in the next night’s scores', async () => {
    await view('bob', 'ada');
    await recomputeScores(sql, hoursLater(12));
    const rows = await sql`select user_id, date::text, profile_views from user_engagement_metrics`;
    assert.deepEqual([...rows], [{ user_id: 'ada', date: '2026-03-01', profile_views: 1 }]);
  });
});
