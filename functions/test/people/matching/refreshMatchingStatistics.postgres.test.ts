import assert from 'node:assert/strict';
import { refreshMatchingStatistics } from '../../../src/people/matching/refreshMatchingStatistics.ts';
import { withLock } from '../../../src/platform/locks.ts';
import { connect, type Sql } from '../../../src/platform/postgres.ts';
import type { JsonObject } from '../../../src/platform/documents/json.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { writeDocuments } from '../../support/writeDocuments.ts';

const NIGHT = new Date('2026-03-16T02:30:00Z');
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const later = (milliseconds: number): Date => new Date(NIGHT.getTime() + milliseconds);

const user = (...skills: string[]): JsonObject => ({ email: 'x@campus.example', name: 'X', skills });
const going = { status: 'going' };

describe('refreshMatchingStatistics', () => {
  let database: TestDatabase;
  let sql: Sql;
  beforeEach(async () => {
    database = await migratedDatabase();
    sql = database.sql;
  });
  afterEach(() => database.drop());

  const write = (documents: Record<string, JsonObject | null>): Promise<void> =>
    writeDocuments(database.sql, documents);

  async function campus(): Promise<void> {
    await write({
      'users/ada': user('Go', 'SQL'),
      'users/bob': user('Go'),
      'users/eve': user(),
      'events/talk': { title: 'Talk' },
      'events/fair': { title: 'Fair' },
      'events/talk/attendees/ada': going,
      'events/talk/attendees/bob': going,
      'events/talk/attendees/eve': { status: 'cancelled' },
      'events/fair/attendees/ada': { attendedAt: '2026-01-01' },
      'events/fair/attendees/bob': { status: 'nonsense' },
      'events/fair/attendees/eve': {},
      'showcase_posts/p1': { userId: 'ada', skills: ['Go', 'Rust'] },
      'showcase_posts/p2': { userId: 'ada', skills: ['Go'] },
      'showcase_posts/p3': { userId: 'eve', skills: ['Go'] },
    });
  }

  async function statistics(): Promise<Record<string, number[]>> {
    const skills = await sql`
      select name, people::integer, authors::integer
      from skills where people + authors > 0 order by name`;
    const events = await sql`select event_id, people::integer from event_statistics order by event_id`;
    return Object.fromEntries([
      ...skills.map(({ name, people, authors }) => [name, [people, authors]] as const),
      ...events.map(({ event_id, people }) => [event_id, [people]] as const),
    ]);
  }

  async function embeddings(): Promise<Record<string, number[]>> {
    const rows =
      await sql`select user_id, to_json(vector) as vector from attendance_embeddings order by user_id`;
    return Object.fromEntries(rows.map(({ user_id, vector }) => [user_id, vector]));
  }

  async function lastRefresh(): Promise<unknown> {
    const rows = await sql<{ refreshed_at: Date; population: number }[]>`
      select refreshed_at, population::integer from matching_refresh`;
    return rows.map((row) => [row.refreshed_at.getTime(), row.population]);
  }

  it('counts each person once per skill, posted skill and event', async () => {
    await campus();
    assert.equal(await refreshMatchingStatistics(sql, NIGHT), 2);
    assert.deepEqual(await statistics(), {
      Go: [2, 2],
      Rust: [0, 1],
      SQL: [1, 0],
      fair: [1],
      talk: [2],
    });
    assert.deepEqual(await lastRefresh(), [[NIGHT.getTime(), 3]]);
  });

  it('stores a unit vector for everyone who attends anything', async () => {
    await campus();
    await refreshMatchingStatistics(sql, NIGHT);
    const found = await embeddings();
    assert.deepEqual(Object.keys(found), ['ada', 'bob']);
    for (const vector of Object.values(found)) {
      assert.equal(vector.length, 16);
      assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-4);
    }
    const times = await sql`select distinct refreshed_at from attendance_embeddings`;
    assert.deepEqual(
      [...times].map((row) => row['refreshed_at']),
      [NIGHT],
    );
  });

  it('replaces the previous statistics', async () => {
    await campus();
    await refreshMatchingStatistics(sql, NIGHT);
    await write({
      'users/bob': user('Rust'),
      'users/ada': user('Go'),
      'events/talk/attendees/bob': { status: 'cancelled' },
      'events/talk/attendees/eve': going,
      'events/fair/attendees/ada': null,
      'showcase_posts/p1': null,
    });
    assert.equal(await refreshMatchingStatistics(sql, later(DAY)), 2);
    // SQL and the fair have no people left.
    assert.deepEqual(await statistics(), { Go: [1, 2], Rust: [1, 0], talk: [2] });
    assert.deepEqual(Object.keys(await embeddings()), ['ada', 'eve']);
    assert.deepEqual(await lastRefresh(), [[later(DAY).getTime(), 3]]);
  });

  it('stores no embedding for deleted users, whose attendance may remain', async () => {
    await campus();
    await refreshMatchingStatistics(sql, NIGHT);
    await write({ 'users/bob': null });
    assert.equal(await refreshMatchingStatistics(sql, later(DAY)), 1);
    assert.deepEqual(Object.keys(await embeddings()), ['ada']);
    assert.deepEqual(await lastRefresh(), [[later(DAY).getTime(), 2]]);
  });

  it('stores no embedding for users who have not synced yet', async () => {
    await write({ 'events/talk/attendees/ghost': going });
    assert.equal(await refreshMatchingStatistics(sql, NIGHT), 0);
    assert.deepEqual(await embeddings(), {});
  });

  it('is deterministic', async () => {
    await campus();
    await refreshMatchingStatistics(sql, NIGHT);
    const first = await embeddings();
    await refreshMatchingStatistics(sql, later(DAY));
    assert.deepEqual(await embeddings(), first);
  });

  it('stores no time while the campus is empty', async () => {
    assert.equal(await refreshMatchingStatistics(sql, NIGHT), 0);
    assert.deepEqual(await lastRefresh(), []);
  });

  it('accepts any id', async () => {
    const people = ['quote"d', 'back\\slash', '{brace,}', 'ünïcode 🎓', "o'hara", 'NULL', ' '];
    await write(Object.fromEntries(people.map((id) => [`users/${id}`, user('Go')])));
    await write(Object.fromEntries(people.map((id) => [`events/e"\\{}${id}/attendees/${id}`, going])));
    assert.equal(await refreshMatchingStatistics(sql, NIGHT), people.length);
    assert.deepEqual(Object.keys(await embeddings()).sort(), people.toSorted());
  });

  it('does nothing while another refresh holds the lock', async () => {
    await campus();
    const several = connect(database.url, { max: 8 });
    try {
      const outcomes = await withLock(several, 'matching', () => {
        return Promise.all(Array.from({ length: 5 }, () => refreshMatchingStatistics(several, NIGHT)));
      });
      assert.deepEqual(outcomes, [null, null, null, null, null]);
      assert.deepEqual(await lastRefresh(), []);

      const free = await Promise.all(
        Array.from({ length: 6 }, () => refreshMatchingStatistics(several, NIGHT)),
      );
      assert.ok(free.includes(2));
      assert.ok(free.every((people) => people === 2 || people === null));
    } finally {
      await several.end();
    }
    assert.deepEqual(Object.keys(await embeddings()), ['ada', 'bob']);
  });

  it('leaves out who only meant to come once anybody is known to have come', async () => {
    await campus();
    await write({ 'events/talk/attendees/bob': { status: 'attended' } });
    await refreshMatchingStatistics(sql, NIGHT);
    assert.deepEqual((await statistics())['talk'], [1]);
    await write({ 'events/talk/attendees/bob': null });
    await refreshMatchingStatistics(sql, later(DAY));
    assert.deepEqual((await statistics())['talk'], [1]);
    assert.deepEqual(Object.keys(await embeddings()), ['ada']);
  });

  it('changes nothing when it fails', async () => {
    await campus();
    await refreshMatchingStatistics(sql, NIGHT);
    const before = [await statistics(), await embeddings(), await lastRefresh()];
    await write({ 'users/eve': user('Go', 'Rust'), 'events/talk/attendees/eve': going });
    await sql`alter table attendance_embeddings add constraint refusal check (user_id <> 'eve')`;
    await assert.rejects(refreshMatchingStatistics(sql, later(DAY)), /refusal/);
    assert.deepEqual([await statistics(), await embeddings(), await lastRefresh()], before);
  });
});
