import assert from 'node:assert/strict';
import { recomputeScores } from '../../../src/engagement/score/recomputeScores.ts';
import { withLock } from '../../../src/platform/locks.ts';
import { connect, type Sql } from '../../../src/platform/postgres.ts';
import type { JsonObject } from '../../../src/platform/documents/json.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { writeDocuments } from '../../support/writeDocuments.ts';

const user = { email: 'x@campus.example', name: 'X' };
const night = (day: string): Date => new Date(`${day}T23:50:00Z`);
const attended = (day: string): JsonObject => ({ status: 'attended', attendedAt: `${day}T18:00:00Z` });
const post = (userId: string, day: string, likes: string[] = []): JsonObject => ({
  userId,
  likes,
  createdAt: `${day}T12:00:00Z`,
});

describe('recomputeScores', () => {
  let database: TestDatabase;
  let sql: Sql;
  beforeEach(async () => {
    database = await migratedDatabase();
    sql = database.sql;
  });
  afterEach(() => database.drop());

  const write = (documents: Record<string, JsonObject | null>): Promise<void> =>
    writeDocuments(database.sql, documents);

  /** Posts, events, views, connections, points, and the score, by person and day. */
  async function metrics(of: Sql = sql): Promise<Record<string, number[]>> {
    const rows = await of<{ key: string; values: number[] }[]>`
      select user_id || ' ' || date as key, json_build_array(
        posts_created, events_attended, profile_views, connections_made, points, engagement_score
      ) as values
      from user_engagement_metrics order by date, user_id`;
    return Object.fromEntries(rows.map(({ key, values }) => [key, values]));
  }

  /** The scores of all users active at the end of a day, whether anything happened on that day or not. */
  async function scores(day: string): Promise<Record<string, number>> {
    const rows = await sql<{ user_id: string; score: number }[]>`
      select user_id, round(100 * (below + people / 2.0) / active, 1)::float8 as score
      from user_engagement_metrics as standing
      join engagement_levels as level
        on level.date = ${day}::text::date and level.level = engagement_level(decayed_points)
      where standing.date <= ${day}::text::date and valid_until >= ${day}::text::date
      order by user_id`;
    return Object.fromEntries(rows.map(({ user_id, score }) => [user_id, score]));
  }

  it('gives the scores computed by hand', async () => {
    await write({
      'users/ada': user,
      'users/bob': user,
      'users/eve': user,
      'events/talk': { title: 'Talk', startDate: '2026-03-01T18:00:00Z' },
      'events/talk/attendees/ada': attended('2026-03-01'),
      // Without attendedAt, attendance belongs to the start of the event.
      'events/talk/attendees/bob': { status: 'attended' },
      'events/talk/attendees/eve': { status: 'going' },
      // Three likes add log2(1 + 3) = 2 points.
      'showcase_posts/p1': {
        userId: 'ada',
        likes: ['bob', 'eve', 'x'],
        createdAt: '2026-03-02T23:59:59.999Z',
      },
      'connections/c1': {
        fromUid: 'bob',
        toUid: 'eve',
        status: 'accepted',
        createdAt: '2026-03-15T00:00:00Z',
      },
      'connections/c2': {
        fromUid: 'ada',
        toUid: 'eve',
        status: 'pending',
        createdAt: '2026-03-15T00:00:00Z',
      },
    });
    await recomputeScores(sql, night('2026-03-16'));
    assert.deepEqual(await metrics(), {
      // Both have 10 points, and no one else has any: half of the active users have the same.
      'ada 2026-03-01': [0, 1, 0, 0, 10, 50],
      'bob 2026-03-01': [0, 1, 0, 0, 10, 50],
      // Bob has less; Ada herself counts half: 1.5 of 2.
      'ada 2026-03-02': [1, 0, 0, 0, 10, 75],
      // Ada has 10 / 2 + 10 / 2^(13/14) = 10.3, Bob 10 / 2 + 4 = 9, Eve 4.
      'bob 2026-03-15': [0, 0, 0, 1, 4, 50],
      'eve 2026-03-15': [0, 0, 0, 1, 4, 16.7],
    });
    assert.deepEqual(await scores('2026-03-02'), { ada: 75, bob: 25 });
    assert.deepEqual(await scores('2026-03-15'), { ada: 83.3, bob: 50, eve: 16.7 });
    assert.deepEqual(await scores('2026-03-16'), { ada: 83.3, bob: 50, eve: 16.7 });
  });

  it('halves points every two weeks', async () => {
    await write({
      'users/ada': user,
      'users/bob': user,
      'events/e1/attendees/ada': attended('2026-03-01'),
      'events/e2/attendees/ada': attended('2026-03-01'),
      'events/e3/attendees/bob': attended('2026-03-15'),
    });
    await recomputeScores(sql, night('2026-03-15'));
    assert.deepEqual(await scores('2026-03-15'), { ada: 50, bob: 50 });
  });

  it('counts users as inactive after eight weeks without an own action, whatever others do', async () => {
    await write({
      'users/ada': user,
      'users/bob': user,
      'events/e1/attendees/ada': attended('2026-03-01'),
      'events/e1/attendees/bob': attended('2026-03-01'),
      'events/e2/attendees/bob': attended('2026-04-25'),
    });
    await sql`insert into profile_view_counts (user_id, date, views) values ('ada', '2026-04-26', 3)`;
    await sql`insert into engagement_changes (user_id, moment) values ('ada', '2026-04-26T12:00:00Z')`;
    await recomputeScores(sql, night('2026-04-26'));
    assert.deepEqual(Object.keys(await scores('2026-04-25')), ['ada', 'bob']);
    assert.deepEqual(await scores('2026-04-26'), { bob: 50 });
    // Three viewers give log2(1 + 3) = 2 points, which do not make Ada active again.
    assert.deepEqual((await metrics())['ada 2026-04-26'], [0, 0, 3, 0, 2, 0]);
  });

  it('carries the last own action over days with reactions of others only', async () => {
    await write({ 'users/ada': user, 'events/e1/attendees/ada': attended('2026-01-01') });
    const view = async (day: string): Promise<void> => {
      await sql`insert into profile_view_counts (user_id, date, views) values ('ada', ${day}::text::date, 1)`;
      await sql`insert into engagement_changes (user_id, moment) values ('ada', ${day}::text::timestamptz)`;
      await recomputeScores(sql, night(day));
    };
    // On each of them the last own action lies before the row that later days continue from.
    for (const day of ['2026-01-03', '2026-02-10', '2026-03-01']) await view(day);
    const standing = async (): Promise<unknown> =>
      (await sql`select date::text, valid_until::text from user_engagement_metrics order by date`).map(
        ({ date, valid_until }) => [date, valid_until],
      );
    const expected = [
      ['2026-01-01', '2026-01-02'],
      ['2026-01-03', '2026-02-09'],
      // Eight weeks after January 1.
      ['2026-02-10', '2026-02-25'],
      ['2026-03-01', '2026-02-28'],
    ];
    assert.deepEqual(await standing(), expected);
    await recomputeScores(sql, night('2026-03-01'), { from: '2026-01-01', to: '2026-03-01' });
    assert.deepEqual(await standing(), expected);
  });

  it('gives fewer points for reactions than for actions, however many there are', async () => {
    const crowd = Array.from({ length: 5000 }, (_, index) => `u${String(index)}`);
    await write({
      'users/ada': user,
      'users/bob': user,
      'showcase_posts/p1': { ...post('ada', '2026-03-01', crowd), comments: crowd, shares: crowd },
      'showcase_posts/p2': post('bob', '2026-03-01'),
      'showcase_posts/p3': post('bob', '2026-03-01'),
    });
    await recomputeScores(sql, night('2026-03-01'));
    assert.deepEqual(await metrics(), {
      'ada 2026-03-01': [1, 0, 0, 0, 14, 25],
      'bob 2026-03-01': [2, 0, 0, 0, 16, 75],
    });
  });

  it('recomputes the days that a late change affects, and the ranks after them', async () => {
    await write({
      'users/ada': user,
      'users/bob': user,
      'events/talk': { title: 'Talk', startDate: '2026-03-01T18:00:00Z' },
      'events/talk/attendees/ada': { status: 'going' },
      'showcase_posts/p1': post('bob', '2026-03-03'),
    });
    await recomputeScores(sql, night('2026-03-10'));
    assert.deepEqual(await metrics(), { 'bob 2026-03-03': [1, 0, 0, 0, 8, 50] });

    await write({ 'events/talk/attendees/ada': { status: 'attended' } });
    await recomputeScores(sql, night('2026-03-11'));
    assert.deepEqual(await metrics(), {
      'ada 2026-03-01': [0, 1, 0, 0, 10, 50],
      'bob 2026-03-03': [1, 0, 0, 0, 8, 25],
    });

    // The event moves to another day; attendance without attendedAt moves with it.
    await write({ 'events/talk': { title: 'Talk', startDate: '2026-03-05T18:00:00Z' } });
    await recomputeScores(sql, night('2026-03-11'));
    assert.deepEqual(await metrics(), {
      'bob 2026-03-03': [1, 0, 0, 0, 8, 50],
      'ada 2026-03-05': [0, 1, 0, 0, 10, 75],
    });

    await write({ 'events/talk/attendees/ada': { status: 'cancelled' }, 'showcase_posts/p1': null });
    await recomputeScores(sql, night('2026-03-12'));
    assert.deepEqual(await metrics(), {});
    assert.deepEqual(await scores('2026-03-05'), {});
  });

  it('counts a post that arrived before its author once the author arrives', async () => {
    await write({ 'showcase_posts/p1': post('ada', '2026-03-01') });
    await recomputeScores(sql, night('2026-03-02'));
    assert.deepEqual(await metrics(), {});
    await write({ 'users/ada': user });
    await recomputeScores(sql, night('2026-03-03'));
    assert.deepEqual(Object.keys(await metrics()), ['ada 2026-03-01']);
  });

  it('removes a deleted user and ranks the others without them', async () => {
    await write({
      'users/ada': user,
      'users/bob': user,
      'showcase_posts/p1': post('ada', '2026-03-01'),
      'showcase_posts/p2': post('bob', '2026-03-01'),
    });
    await recomputeScores(sql, night('2026-03-01'));
    await write({ 'users/ada': null });
    await recomputeScores(sql, night('2026-03-02'));
    assert.deepEqual(await metrics(), { 'bob 2026-03-01': [1, 0, 0, 0, 8, 50] });
    assert.deepEqual(await scores('2026-03-01'), { bob: 50 });
  });

  it('leaves future days until they come', async () => {
    await write({ 'users/ada': user, 'showcase_posts/p1': post('ada', '2026-03-05') });
    await recomputeScores(sql, night('2026-03-04'));
    assert.deepEqual(await metrics(), {});
    await recomputeScores(sql, night('2026-03-05'));
    assert.deepEqual(Object.keys(await metrics()), ['ada 2026-03-05']);
  });

  it('writes nothing the second time, and repairs corrupted rows when forced to', async () => {
    await write({ 'users/ada': user, 'showcase_posts/p1': post('ada', '2026-03-01') });
    await recomputeScores(sql, night('2026-03-02'));
    const right = await metrics();
    assert.equal(await recomputeScores(sql, night('2026-03-02')), 0);
    await sql`update user_engagement_metrics set posts_created = 7, points = 70, decayed_points = 1`;
    await recomputeScores(sql, night('2026-03-02'), { from: '2026-03-01', to: '2026-03-01' });
    assert.deepEqual(await metrics(), right);
  });

  it('counts nothing twice when several runs overlap', async () => {
    await write({ 'users/ada': user, 'showcase_posts/p1': post('ada', '2026-03-01') });
    const several = connect(database.url, { max: 8 });
    try {
      const held = await withLock(several, 'engagement', () => {
        return Promise.all(Array.from({ length: 3 }, () => recomputeScores(several, night('2026-03-01'))));
      });
      assert.deepEqual(held, [null, null, null]);
      assert.deepEqual(await metrics(), {});
      await Promise.all(Array.from({ length: 6 }, () => recomputeScores(several, night('2026-03-01'))));
    } finally {
      await several.end();
    }
    assert.deepEqual(await metrics(), { 'ada 2026-03-01': [1, 0, 0, 0, 8, 50] });
  });

  it('leaves what a clean run leaves after being killed midway and started again', async () => {
    await write({ 'users/ada': user, 'showcase_posts/p1': post('ada', '2026-03-01') });
    await recomputeScores(sql, night('2026-03-01'));
    const before = await metrics();
    await write({ 'showcase_posts/p2': post('ada', '2026-03-02'), 'showcase_posts/p1': null });
    const killed = connect(database.url, { max: 1, applicationName: 'killed' });
    await sql.begin(async (holding) => {
      // The run has computed its days and waits to write the levels.
      await holding`lock table engagement_levels in access exclusive mode`;
      const running = recomputeScores(killed, night('2026-03-02'));
      const failure = assert.rejects(running);
      await database.untilBlocked();
      await database.direct`
        select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'killed'`;
      await failure;
    });
    await killed.end();
    assert.deepEqual(await metrics(), before);
    await recomputeScores(sql, night('2026-03-02'));
    assert.deepEqual(await metrics(), { 'ada 2026-03-02': [1, 0, 0, 0, 8, 50] });
  });
});
