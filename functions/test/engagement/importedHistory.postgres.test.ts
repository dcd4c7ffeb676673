import assert from 'node:assert/strict';
import { activityFacts } from '../../src/engagement/forecast/activityFacts.ts';
import { readActivity } from '../../src/engagement/forecast/readActivity.ts';
import { refreshForecastModel } from '../../src/engagement/forecast/refreshForecastModel.ts';
import { readCareer } from '../../src/careers/paths/readCareers.ts';
import { engagementForecast } from '../../src/engagement/engagementForecast.ts';
import { recomputeScores } from '../../src/engagement/score/recomputeScores.ts';
import { studentsAtRisk } from '../../src/engagement/studentsAtRisk.ts';
import { refreshAggregates } from '../../src/insights/aggregation/refreshAggregates.ts';
import { countActivity, countRoles } from '../../src/insights/report/countFigures.ts';
import { userAnalytics } from '../../src/insights/userAnalytics.ts';
import { newestPeople } from '../../src/people/similarity/newestPeople.ts';
import { readRequester } from '../../src/people/similarity/readRequester.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import type { Sql } from '../../src/platform/postgres.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { toIncomingChange, type IncomingChange } from '../../src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { callContext } from '../../../scripts/lib/callContext.ts';
import { Random } from '../../../scripts/campus/random.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.parse('2026-06-15T04:30:00Z');
const IMPORTED = '2026-06-15T03:00:00.000Z';
const START = NOW - 730 * DAY;

const STUDENTS = 180;
const ids = Array.from({ length: STUDENTS }, (_, index) => `s${String(index)}`);

/** A third have done nothing for 70 to 150 days, a third left some time before, and a third are active. */
const isGone = (index: number): boolean => index % 3 === 1;
const isStaying = (index: number): boolean => index % 3 === 0;

/** A document, and when its story began. */
interface Told {
  path: string;
  at: number;
  data: JsonObject;
}

const iso = (at: number): string => new Date(at).toISOString();

/** Two years of a campus, with all that happened told by the documents. */
function story(random: Random): Told[] {
  const events = Array.from({ length: 104 }, (_, week) => ({
    id: `e${String(week)}`,
    start: START + week * 7 * DAY,
  }));
  const told: Told[] = events.map(({ id, start }) => ({
    path: `events/${id}`,
    at: start - 30 * DAY,
    data: { title: id, startDate: iso(start) },
  }));
  for (const [index, id] of ids.entries()) {
    const joined = START + random.integer(0, 300) * DAY;
    const meanGap = random.integer(2, 25);
    const until = lastDay(random, index, joined);
    told.push({ path: `users/${id}`, at: joined, data: user(id) });
    for (let at = joined; at < until; at += random.integer(1, 2 * meanGap) * DAY)
      told.push(anAct(random, index, at, events));
  }
  // One answer for each person and event.
  const byPath = new Map(told.map((one) => [one.path, one]));
  return [...byPath.values()].map((one) => ({ ...one, data: { createdAt: iso(one.at), ...one.data } }));
}

function lastDay(random: Random, index: number, joined: number): number {
  if (isGone(index)) return NOW - random.integer(70, 150) * DAY;
  return isStaying(index) ? NOW - DAY : joined + random.integer(30, 400) * DAY;
}

function user(id: string): JsonObject {
  return { email: `${id}@campus.example`, name: id, role: 'student', department: 'Law' };
}

function anAct(random: Random, index: number, at: number, events: { id: string; start: number }[]): Told {
  const id = ids[index]!;
  const other = ids[(index + 2 * random.integer(1, 10)) % STUDENTS]!;
  const name = `${id}-${String(at)}`;
  const event = events.find(({ start }) => start > at - 2 * DAY && start < at);
  if (event !== undefined && random.chance(0.7)) {
    const status = random.chance(0.8)
      ? { status: 'attended', attendedAt: iso(event.start) }
      : { status: 'going' };
    return { path: `events/${event.id}/attendees/${id}`, at: event.start - 3 * DAY, data: status };
  }
  if (random.chance(0.6)) return { path: `showcase_posts/${name}`, at, data: { userId: id, content: name } };
  const status = random.chance(0.5) ? 'accepted' : 'pending';
  return { path: `connections/${name}`, at, data: { fromUid: id, toUid: other, status } };
}

/** The change that the act caused when it happened. */
function lived({ path, at, data }: Told): IncomingChange {
  const time = iso(
    Math.max(at, data['attendedAt'] === undefined ? at : Date.parse(data['attendedAt'] as string)),
  );
  return upsert(path, time, iso(at), data);
}

/** The change that its import causes today. */
function imported({ path, data }: Pick<Told, 'path' | 'data'>): IncomingChange {
  return upsert(path, IMPORTED, IMPORTED, { ...data, imported: true });
}

function upsert(path: string, updateTime: string, createTime: string, data: JsonObject): IncomingChange {
  const version = Date.parse(updateTime) * 1000;
  return toIncomingChange({ kind: 'upsert', path, version, createTime, updateTime, data });
}

describe('an imported history of two years', () => {
  const told = story(new Random(1));
  let database: TestDatabase;
  let control: TestDatabase;
  let sql: Sql;
  before(async function () {
    this.timeout(60_000);
    [database, control] = [await migratedDatabase(), await migratedDatabase()];
    sql = database.sql;
    await new Writer(sql, allCollections).apply(told.map(imported));
    await new Writer(control.sql, allCollections).apply(told.map(lived));
    for (const one of [sql, control.sql]) {
      await recomputeScores(one, new Date(NOW));
      await refreshForecastModel(one, new Date(NOW));
      await refreshAggregates(one, new Date(NOW));
    }
  });
  after(async () => {
    await database.drop();
    await control.drop();
  });

  const context = (of: Sql, uid: string) => callContext(of, uid, { now: new Date(NOW) });
  /** The same query on the campus that was imported and on the one that lived. */
  const both = <T>(query: (of: Sql) => Promise<T>): Promise<[T, T]> =>
    Promise.all([query(sql), query(control.sql)]);

  it('leaves nobody active on the day of the import', async () => {
    const actions =
      await sql`select from user_actions where at >= ${IMPORTED.slice(0, 10)}::text::timestamptz`;
    const days =
      await sql`select from user_engagement_metrics where date >= ${IMPORTED.slice(0, 10)}::text::date`;
    assert.deepEqual([actions.length, days.length], [0, 0]);
  });

  it('gives the engagement, months and forecast model of the campus that lived it', async () => {
    for (const query of [
      (of: Sql) =>
        of`select user_engagement_metrics::text from user_engagement_metrics order by user_id, date`,
      (of: Sql) => of`select insight_people::text from insight_people order by 1`,
      (of: Sql) =>
        of`select parameters, metrics, cases from model_versions where model = 'engagement-forecast'`,
    ]) {
      const [here, there] = await both(query);
      assert.ok(there.length > 0);
      assert.deepEqual(here, there);
    }
  });

  it('puts those who have left at risk, and none of those who are active', async () => {
    const [here, there] = await both((of) =>
      studentsAtRisk.definition.handle(
        { ...context(of, 'dean'), reach: 'everyone' },
        { limit: 200, below: 0.3 },
      ),
    );
    assert.deepEqual(here, there);
    assert.equal(here.basis, 'history');
    assert.ok(here.students.length > 10, String(here.students.length));
    assert.deepEqual(
      here.students.filter(({ person }) => isStaying(ids.indexOf(person.id))),
      [],
    );
  });

  it('counts the same activity in a forecast’s reasons as in analytics', async () => {
    let compared = 0;
    for (const { id, actions } of await readActivity(sql, new Date(NOW), ids)) {
      const { year } = await userAnalytics.definition.handle(context(sql, id), { limit: 10 });
      const [quarter] = await sql<{ activities: number }[]>`
        select coalesce(sum(posts_created + events_attended + connections_made), 0)::integer as activities
        from user_engagement_metrics
        where user_id = ${id} and date > ${iso(NOW - 90 * DAY).slice(0, 10)}::text::date`;
      const facts = activityFacts(actions, NOW);
      assert.equal(facts.activities365, year.posts + year.events + year.connections, id);
      assert.equal(facts.activities90, quarter?.activities, id);
      const { reasons } = await engagementForecast.definition.handle(context(sql, id), {});
      for (const { text } of reasons) {
        const [, words] = /^Active (.+?) in the last 90 days/.exec(text) ?? [];
        if (words === undefined) continue;
        assert.equal(words, facts.activities90 === 1 ? 'once' : `${String(facts.activities90)} times`);
        compared += 1;
      }
    }
    assert.ok(compared > 10, String(compared));
  });

  it('lists as newest those who joined last in the story, and nobody as having joined this week', async () => {
    const joined = told.filter(({ path }) => path.startsWith('users/')).sort((a, b) => b.at - a.at);
    const requester = await readRequester(sql, 's0');
    const newest = await newestPeople(
      sql,
      requester,
      { departmentKey: null, role: null, candidates: null },
      10,
    );
    const at = (id: string): number => joined.find(({ path }) => path === `users/${id}`)!.at;
    const expected = joined.filter(({ path }) => path !== 'users/s0').slice(0, 10);
    assert.deepEqual(
      newest.map(({ id }) => at(id)),
      expected.map((one) => one.at),
    );
    const figures = await countActivity(sql, IMPORTED.slice(0, 10), new Date());
    assert.deepEqual(
      figures.map(({ section, value }) => [section, value]),
      [
        ['joined', 0],
        ['active', 0],
        ['posted', 0],
        ['attended', 0],
        ['checked-in', 0],
        ['connected', 0],
      ],
    );
  });
});

describe('an imported document that does not tell when', () => {
  let database: TestDatabase;
  let sql: Sql;
  beforeEach(async () => {
    database = await migratedDatabase();
    sql = database.sql;
  });
  afterEach(() => database.drop());

  const write = (documents: Record<string, JsonObject>): Promise<unknown> =>
    new Writer(sql, allCollections).apply(
      Object.entries(documents).map(([path, data]) => imported({ path, data })),
    );

  it('counts on the day an event starts as attended, and on no day as anything else', async () => {
    await write({
      'users/ada': user('ada'),
      'users/bob': user('bob'),
      'events/talk': { title: 'Talk', startDate: '2025-03-01T18:00:00Z' },
      'events/undated': { title: 'Undated' },
      'events/talk/attendees/ada': { status: 'attended' },
      'events/undated/attendees/ada': { status: 'attended' },
      'events/talk/attendees/bob': { status: 'going' },
      'showcase_posts/p': { userId: 'ada' },
      'connections/c': { fromUid: 'ada', toUid: 'bob', status: 'accepted' },
    });
    await recomputeScores(sql, new Date(NOW));
    const actions = await sql`select user_id, at, kind from user_actions`;
    assert.deepEqual(
      [...actions],
      [{ user_id: 'ada', at: new Date('2025-03-01T18:00:00Z'), kind: 'attended' }],
    );
    const days =
      await sql`select user_id, date::text as date, events_attended as events from user_engagement_metrics`;
    assert.deepEqual([...days], [{ user_id: 'ada', date: '2025-03-01', events: 1 }]);
  });

  it('makes its user a member since the first thing they did, or always, and never a new one', async () => {
    await write({
      ...Object.fromEntries(['ada', 'bob', 'cy', 'dan', 'eve'].map((id) => [`users/${id}`, user(id)])),
      'showcase_posts/p': { userId: 'ada', createdAt: '2025-03-01T18:00:00Z' },
    });
    const since = await sql`select user_id, since::text as since from user_memberships order by 1 limit 2`;
    assert.deepEqual(
      [...since],
      [
        { user_id: 'ada', since: '2025-03-01 18:00:00+00' },
        { user_id: 'bob', since: '-infinity' },
      ],
    );
    const people = async (week: string): Promise<unknown> =>
      (await countRoles(sql, week, new Date())).find(({ group }) => group === 'everybody')?.value;
    assert.deepEqual([await people('2025-02-10'), await people('2025-03-03')], [4, 5]);
    const figures = await countActivity(sql, IMPORTED.slice(0, 10), new Date());
    assert.equal(figures.find(({ section }) => section === 'joined')?.value, 0);
  });

  it('is the earliest of a career, not the newest', async () => {
    await write({
      'users/ada': user('ada'),
      'users/ada/positions/undated': { title: 'Intern' },
      'users/ada/positions/dated': { title: 'Engineer', startDate: '2024-01-01' },
      'users/ada/positions/added': { title: 'Architect', createdAt: '2025-01-01' },
    });
    const career = await readCareer(sql, new Date(NOW), 'ada');
    assert.deepEqual(career?.spellings, ['Intern', 'Engineer', 'Architect']);
    assert.equal(career.positions[0]?.start, null);
  });
});
