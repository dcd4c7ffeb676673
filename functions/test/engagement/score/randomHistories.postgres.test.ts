import assert from 'node:assert/strict';
import fc from 'fast-check';
import { recordProfileView } from '../../../src/engagement/recordProfileView.ts';
import { recomputeScores } from '../../../src/engagement/score/recomputeScores.ts';
import type { Sql } from '../../../src/platform/postgres.ts';
import type { JsonObject } from '../../../src/platform/documents/json.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import type { IncomingChange } from '../../../src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { HARD_ZONES, inCampusZone, localDay } from '../../support/campusZone.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { simulateFirestore, seed } from '../../support/history.ts';
import { tries } from '../../support/thorough.ts';
import { referenceScores, type Row } from './referenceScores.ts';
import { callContext } from '../../../../scripts/lib/callContext.ts';

/** Days in the histories, and the last one computed: some actions lie after it. */
const DAYS = 130;
const LAST = 120;

const DAY = 24 * 60 * 60 * 1000;
const time = (day: number, hour: number): string =>
  new Date(Date.parse('2026-01-01') + day * DAY + hour * 60 * 60 * 1000).toISOString();
const night = (day: number): Date => new Date(time(day, 23.9));

/** A user who always exists and is viewed by the others. */
const VIEWED = 'vi';
const VIEWED_USER: JsonObject = { email: 'x', name: 'X' };

type Step =
  | { kind: 'change'; day: number; path: string; data: JsonObject | null }
  | { kind: 'view'; day: number; viewer: string };

const id = fc.constantFrom('a', 'b', 'c', 'd', VIEWED);
const when = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .tuple(fc.nat(DAYS), fc.constantFrom(0, 0.5, 12, 23.99))
      .map(([day, hour]) => time(day, hour)),
  },
  fc.constantFrom('1970-01-01T00:00:00.000Z', '9999-12-31T00:00:00.000Z'),
);
const reactions = fc.array(id, { maxLength: 5 });
const user = fc.constant({ email: 'x@campus.example', name: 'X' });
const event = fc.record({ title: fc.constant('E'), startDate: when }, { requiredKeys: ['title'] });
const attendance = fc.record(
  { status: fc.constantFrom('attended', 'attended', 'going', 'cancelled'), attendedAt: when },
  { requiredKeys: [] },
);
const post = fc.record(
  { userId: id, likes: reactions, comments: reactions, shares: reactions, createdAt: when },
  { requiredKeys: ['userId', 'createdAt'] },
);
const connection = fc.record({
  fromUid: id,
  toUid: id,
  status: fc.constantFrom('pending', 'accepted', 'accepted', 'declined'),
  createdAt: when,
});

function write(path: fc.Arbitrary<string>, data: fc.Arbitrary<object>): fc.Arbitrary<Step> {
  return fc.record({ day: fc.nat(LAST), path, data: fc.option(data, { freq: 6 }) }).map((record) => ({
    kind: 'change',
    ...(JSON.parse(JSON.stringify(record)) as Omit<Step & { kind: 'change' }, 'kind'>),
  }));
}

const step: fc.Arbitrary<Step> = fc.oneof(
  write(
    fc.constantFrom('a', 'b', 'c', 'd').map((uid) => `users/${uid}`),
    user,
  ),
  write(
    fc.constantFrom('1', '2').map((event) => `events/${event}`),
    event,
  ),
  {
    weight: 3,
    arbitrary: write(
      fc.tuple(fc.constantFrom('1', '2'), id).map(([e, uid]) => `events/${e}/attendees/${uid}`),
      attendance,
    ),
  },
  {
    weight: 3,
    arbitrary: write(
      fc.constantFrom('1', '2', '3', '4').map((p) => `showcase_posts/${p}`),
      post,
    ),
  },
  {
    weight: 2,
    arbitrary: write(
      fc.constantFrom('1', '2', '3').map((c) => `connections/${c}`),
      connection,
    ),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('view'), day: fc.nat(LAST), viewer: id }) },
);

const HISTORIES = tries(4, 12);

describe('engagement scores of random histories', () => {
  const databases: TestDatabase[] = [];
  before(async () => {
    for (let index = 0; index < 3; index += 1) databases.push(await migratedDatabase());
  });
  after(async () => {
    for (const database of databases) await database.drop();
  });

  it('matches its definition, computed day by day, at once or after late changes', async function () {
    this.timeout(600_000);
    let rowsSeen = 0;
    const history = fc.record({
      steps: fc.array(step, { minLength: 12, maxLength: 25 }),
      chance: fc.infiniteStream(fc.nat()),
      zones: fc.tuple(fc.constantFrom(...HARD_ZONES), fc.constantFrom(...HARD_ZONES)),
    });
    await fc.assert(
      fc.asyncProperty(history, async ({ steps, chance, zones: [zone, nextZone] }) => {
        const draw = (limit: number): number => (chance.next().value as number) % limit;
        const { timeline, final, views } = timelineOf(steps, zone);
        const [daily, atOnce, late] = databases.map(({ sql }) => sql) as [Sql, Sql, Sql];
        await inCampusZone(zone, async () => {
          await computeInThreeWays({ daily, atOnce, late }, timeline, draw);
          const expected = referenceScores(final, views, lastDay(zone), zone);
          rowsSeen += Object.keys(expected).length;
          assert.deepEqual(await metrics(atOnce), expected);
          assert.deepEqual(await daysOfActions(atOnce, zone), await daysOfScores(atOnce));
          const [first, second, third] = await Promise.all([daily, atOnce, late].map(everything));
          assert.deepEqual(first, second);
          assert.deepEqual(third, second);
        });
        // The campus's parameter is corrected.
        await inCampusZone(nextZone, () => recomputeScores(late, night(LAST)));
        const through = lastDay(zone) > lastDay(nextZone) ? lastDay(zone) : lastDay(nextZone);
        assert.deepEqual(await metrics(late), referenceScores(final, views, through, nextZone));
      }),
      { numRuns: HISTORIES, seed: seed(), endOnFailure: true },
    );
    assert.ok(rowsSeen > 2 * HISTORIES, `only ${String(rowsSeen)} rows were compared`);
  });
});

/** Day by day, at once, and in any order with late changes. */
async function computeInThreeWays(
  { daily, atOnce, late }: { daily: Sql; atOnce: Sql; late: Sql },
  timeline: Entry[],
  draw: (limit: number) => number,
): Promise<void> {
  for (const sql of [daily, atOnce, late]) await start(sql);

  for (let day = 0; day <= LAST; day += 1) {
    const today = timeline.filter((entry) => entry.day === day);
    for (const entry of today) await entry.apply(daily);
    if (today.length > 0 || draw(20) === 0) await recomputeScores(daily, night(day));
  }
  await recomputeScores(daily, night(LAST));

  for (const entry of timeline) await entry.apply(atOnce);
  await recomputeScores(atOnce, night(LAST));

  const shuffled = timeline.map((entry) => ({ entry, at: draw(1_000_000) })).sort((a, b) => a.at - b.at);
  for (const { entry } of shuffled) {
    await entry.apply(late);
    if (draw(4) > 0) continue;
    const again = draw(LAST);
    await (draw(3) === 0
      ? recomputeScores(late, night(LAST), {
          from: time(again, 0).slice(0, 10),
          to: time(LAST, 0).slice(0, 10),
        })
      : recomputeScores(late, night(draw(LAST + 1))));
  }
  await recomputeScores(late, night(LAST));
}

/** The day on which the last run computes. */
function lastDay(zone: string): string {
  return localDay(night(LAST), zone);
}

/** Documents that exist at the start; later steps may delete them. */
const FIRST: Step[] = [
  ...['a', 'b', 'c', 'd'].map((uid) => ({
    path: `users/${uid}`,
    data: { email: 'x@campus.example', name: 'X' },
  })),
  ...['1', '2'].map((event) => ({ path: `events/${event}`, data: { title: 'E', startDate: time(9, 18) } })),
].map((write) => ({ kind: 'change', day: 0, ...write }));

interface Entry {
  day: number;
  apply: (sql: Sql) => Promise<unknown>;
}

/** The steps in order of their days, and the final documents and view counts. */
function timelineOf(
  steps: Step[],
  zone: string,
): {
  timeline: Entry[];
  final: Record<string, JsonObject>;
  views: Record<string, number>;
} {
  const ordered = [...FIRST, ...steps].sort((a, b) => a.day - b.day);
  const changes = ordered.filter((one) => one.kind === 'change');
  const timeline: Entry[] = [];
  let final: Record<string, JsonObject> = { [`users/${VIEWED}`]: VIEWED_USER };
  for (const [index, { day }] of changes.entries()) {
    const until = simulateFirestore(changes.slice(0, index + 1));
    const before = simulateFirestore(changes.slice(0, index)).events.length;
    final = { ...until.final, [`users/${VIEWED}`]: VIEWED_USER };
    const happened: IncomingChange[] = until.events.slice(before);
    timeline.push({ day, apply: (sql) => new Writer(sql, allCollections).apply(happened) });
  }
  const viewers = new Map<string, Set<string>>();
  for (const { day, viewer } of ordered.filter((one) => one.kind === 'view')) {
    const now = new Date(time(day, 12));
    const key = `${VIEWED} ${localDay(now, zone)}`;
    const seen = viewers.get(key) ?? new Set();
    // Viewers are kept for a few days only, so each may be counted just once here.
    if (viewer === VIEWED || seen.has(viewer)) continue;
    viewers.set(key, seen.add(viewer));
    timeline.push({
      day,
      apply: (sql) =>
        recordProfileView.definition.handle(callContext(sql, viewer, { now }), { userId: VIEWED }),
    });
  }
  const views = Object.fromEntries([...viewers].map(([key, set]) => [key, set.size]));
  return { timeline: timeline.sort((a, b) => a.day - b.day), final, views };
}

async function start(sql: Sql): Promise<void> {
  await sql`truncate users, events, engagement_changes, engagement_levels, engagement_refresh cascade`;
  await sql`
    insert into users (id, email, name, firebase_data, version, live) values (${VIEWED}, 'x', 'X', '{}', 1, true)`;
}

async function metrics(sql: Sql): Promise<Record<string, Row>> {
  const rows = await sql<{ key: string; row: Row }[]>`
    select user_id || ' ' || date as key, json_build_array(
      posts_created, events_attended, profile_views, connections_made, points, engagement_score
    ) as row
    from user_engagement_metrics`;
  return Object.fromEntries(rows.map(({ key, row }) => [key, row]));
}

/** All computed tables, to the last bit. */
async function everything(sql: Sql): Promise<unknown[]> {
  const [days, levels, through] = await Promise.all([
    sql`select user_engagement_metrics::text from user_engagement_metrics order by user_id, date`,
    sql`select engagement_levels::text from engagement_levels order by date, level`,
    sql`select computed_through::text from engagement_refresh`,
  ]);
  return [...days, ...levels, ...through];
}

/** Posts, attended events and connections by user and day: as the forecast sees them. */
async function daysOfActions(sql: Sql, zone: string): Promise<object[]> {
  return sql`
    select user_id, campus_day(at, ${zone})::text as day, count(*) filter (where kind = 'posted')::integer as posts,
      count(*) filter (where kind = 'attended')::integer as events,
      count(*) filter (where kind = 'connected')::integer as connections
    from user_actions join users on users.id = user_id and live
    where kind in ('posted', 'attended', 'connected') and campus_day(at, ${zone}) <= ${lastDay(zone)}::text::date
    group by 1, 2 order by 1, 2`;
}

/** The same as engagement scores and analytics count them. */
async function daysOfScores(sql: Sql): Promise<object[]> {
  return sql`
    select user_id, date::text as day, posts_created as posts, events_attended as events,
      connections_made as connections
    from user_engagement_metrics
    where posts_created + events_attended + connections_made > 0
    order by 1, 2`;
}
