import assert from 'node:assert/strict';
import { refreshMatching } from '../../../src/people/matching/refresh.ts';
import { withLock } from '../../../src/platform/locks.ts';
import { connect, type Sql } from '../../../src/platform/postgres.ts';
import type { JsonObject } from '../../../src/platform/documents/json.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';

const NIGHT = new Date('2026-03-16T02:30:00Z');
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const later = (milliseconds: number): Date => new Date(NIGHT.getTime() + milliseconds);

const user = (...skills: string[]): JsonObject => ({ email: 'x@campus.example', name: 'X', skills });
const going = { status: 'going' };

describe('refreshing what matching stands on', () => {
  let database: TestDatabase;
  let sql: Sql;
  let writer: Writer;
  let version = 0;
  beforeEach(async () => {
    database = await migratedDatabase();
    sql = database.sql;
    writer = new Writer(sql, allCollections);
  });
  afterEach(() => database.drop());

  async function write(documents: Record<string, JsonObject | null>): Promise<void> {
    version += 2;
    await writer.apply(Object.entries(documents).map(([path, data]) => change(path, version, data)));
  }

  async function campus(): Promise<void> {
    await write({
      'users/ada': user('Go', 'SQL'),
      'users/bob': user('Go'),
      'users/eve': user(),
      'events/talk': { title: 'Talk' },
      'events/fair': { title: 'Fair' },
      'events/talk/attendees/ada': going,
      'events/talk/attendees/bob': { status: 'attended' },
      'events/talk/attendees/eve': { status: 'cancelled' },
      'events/fair/attendees/ada': { status: 'nonsense' },
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

  async function vectors(): Promise<Record<string, number[]>> {
    const rows =
      await sql`select user_id, to_json(vector) as vector from attendance_embeddings order by user_id`;
    return Object.fromEntries(rows.map(({ user_id, vector }) => [user_id, vector]));
  }

  async function lastRefresh(): Promise<unknown> {
    const rows = await sql<{ refreshed_at: Date; population: number }[]>`
      select refreshed_at, population::integer from matching_refresh`;
    return rows.map((row) => [row.refreshed_at.getTime(), row.population]);
  }

  it('counts who has a skill, names it in posts, and attends an event, each once', async () => {
    await campus();
    assert.equal(await refreshMatching(sql, NIGHT), 2);
    assert.deepEqual(await statistics(), {
      Go: [2, 2],
      Rust: [0, 1],
      SQL: [1, 0],
      fair: [1],
      talk: [2],
    });
    assert.deepEqual(await lastRefresh(), [[NIGHT.getTime(), 3]]);
  });

  it('gives a vector of length 1 to everybody who attends something', async () => {
    await campus();
    await refreshMatching(sql, NIGHT);
    const found = await vectors();
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

  it('replaces what the night before found', async () => {
    await campus();
    await refreshMatching(sql, NIGHT);
    await write({
      'users/bob': user('Rust'),
      'users/ada': user('Go'),
      'events/talk/attendees/bob': { status: 'cancelled' },
      'events/talk/attendees/eve': going,
      'events/fair/attendees/ada': null,
      'showcase_posts/p1': null,
    });
    assert.equal(await refreshMatching(sql, later(DAY)), 2);
    // SQL and the fair have nobody any more.
    assert.deepEqual(await statistics(), { Go: [1, 2], Rust: [1, 0], talk: [2] });
    assert.deepEqual(Object.keys(await vectors()), ['ada', 'eve']);
    assert.deepEqual(await lastRefresh(), [[later(DAY).getTime(), 3]]);
  });

  it('gives no vector to the deleted, whose attendance may still be there', async () => {
    await campus();
    await refreshMatching(sql, NIGHT);
    await write({ 'users/bob': null });
    assert.equal(await refreshMatching(sql, later(DAY)), 1);
    assert.deepEqual(Object.keys(await vectors()), ['ada']);
    assert.deepEqual(await lastRefresh(), [[later(DAY).getTime(), 2]]);
  });

  it('gives no vector to somebody whose profile has not arrived', async () => {
    await write({ 'events/talk/attendees/ghost': going });
    assert.equal(await refreshMatching(sql, NIGHT), 0);
    assert.deepEqual(await vectors(), {});
  });

  it('finds the same vectors again', async () => {
    await campus();
    await refreshMatching(sql, NIGHT);
    const first = await vectors();
    await refreshMatching(sql, later(DAY));
    assert.deepEqual(await vectors(), first);
  });

  it('stores no time while the campus is empty', async () => {
    assert.equal(await refreshMatching(sql, NIGHT), 0);
    assert.deepEqual(await lastRefresh(), []);
  });

  it('works with any id', async () => {
    const people = ['quote"d', 'back\\slash', '{brace,}', 'ünïcode 🎓', "o'hara", 'NULL', ' '];
    await write(Object.fromEntries(people.map((id) => [`users/${id}`, user('Go')])));
    await write(Object.fromEntries(people.map((id) => [`events/e"\\{}${id}/attendees/${id}`, going])));
    assert.equal(await refreshMatching(sql, NIGHT), people.length);
    assert.deepEqual(Object.keys(await vectors()).sort(), people.toSorted());
  });

  it('happens once when several start at the same time', async () => {
    await campus();
    const several = connect(database.url, { max: 8 });
    try {
      // While somebody holds the lock, the others do nothing and do not wait.
      const outcomes = await withLock(several, 'matching', () => {
        return Promise.all(Array.from({ length: 5 }, () => refreshMatching(several, NIGHT)));
      });
      assert.deepEqual(outcomes, [null, null, null, null, null]);
      assert.deepEqual(await lastRefresh(), []);

      const free = await Promise.all(Array.from({ length: 6 }, () => refreshMatching(several, NIGHT)));
      assert.ok(free.includes(2));
      assert.ok(free.every((people) => people === 2 || people === null));
    } finally {
      await several.end();
    }
    assert.deepEqual(Object.keys(await vectors()), ['ada', 'bob']);
  });

  it('leaves everything as it was when it fails', async () => {
    await campus();
    await refreshMatching(sql, NIGHT);
    const before = [await statistics(), await vectors(), await lastRefresh()];
    await write({ 'users/eve': user('Go', 'Rust'), 'events/fair/attendees/eve': going });
    await sql`alter table attendance_embeddings add constraint refusal check (user_id <> 'eve')`;
    await assert.rejects(refreshMatching(sql, later(DAY)), /refusal/);
    assert.deepEqual([await statistics(), await vectors(), await lastRefresh()], before);
  });
});
