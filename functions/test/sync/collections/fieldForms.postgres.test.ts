import assert from 'node:assert/strict';
import { recomputeScores } from '../../../src/engagement/score/recomputeScores.ts';
import { refreshAggregates } from '../../../src/insights/aggregation/refreshAggregates.ts';
import { departmentOverview } from '../../../src/insights/departmentOverview.ts';
import { eventInsights } from '../../../src/insights/eventInsights.ts';
import { skillTrends } from '../../../src/insights/skillTrends.ts';
import { userAnalytics } from '../../../src/insights/userAnalytics.ts';
import { searchTalent } from '../../../src/people/searchTalent.ts';
import { similarStudents } from '../../../src/people/similarStudents.ts';
import type { Callable } from '../../../src/platform/callable.ts';
import type { Json, JsonObject } from '../../../src/platform/documents/json.ts';
import { recommendations } from '../../../src/recommendations/recommendations.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { toIncomingChange } from '../../../src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { callAsPerson, withoutRedis } from '../../support/dependencies.ts';

const NOW = new Date('2026-11-30T01:30:00Z');
const WRITTEN = '2026-11-29T12:00:00Z';

const user = (fields: JsonObject = {}): JsonObject => ({ name: 'X', role: 'student', ...fields });

// What rows and answers make of fields in the forms that apps, forms and exporters write.
describe('documents of the field', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
  });
  afterEach(() => database.drop());

  async function write(documents: Record<string, JsonObject>): Promise<void> {
    const [version, createTime, updateTime] = [Date.parse(WRITTEN) * 1000, WRITTEN, WRITTEN];
    const outcomes = await new Writer(database.sql, allCollections).apply(
      Object.entries(documents).map(([path, data]) =>
        toIncomingChange({ kind: 'upsert', path, version, createTime, updateTime, data }),
      ),
    );
    assert.deepEqual(
      outcomes.filter((outcome) => outcome !== 'applied'),
      [],
    );
  }

  const ask = <Input, Output>(
    { definition }: Callable<Input, Output>,
    uid: string,
    data: unknown,
    now = NOW,
  ): Promise<Output> => callAsPerson(definition, { uid, data }, withoutRedis(database.sql, now));

  const recommendedEvents = async (now = NOW): Promise<string[]> => {
    const { recommendations: list } = await ask(recommendations, 'ada', { type: 'event' }, now);
    return list.map(({ id }) => id).sort();
  };

  it('make a person live without an e-mail address', async () => {
    await write({
      'users/ada': user({ email: null, skills: ['Go'] }),
      'users/bob': user({ email: '', skills: ['Go'] }),
      'users/eve': user({ skills: ['Go'] }),
      'users/kim': user({ email: ['x'], skills: ['Go'] }),
    });
    const { students } = await ask(similarStudents, 'ada', {});
    assert.deepEqual(students.map(({ person }) => person.id).sort(), ['bob', 'eve', 'kim']);
  });

  it('keep all digits of a number in a text', async () => {
    const large = { $int64: '9007199254740993' };
    await write({ 'users/ada': user({ name: large, studentId: large }) });
    const [row] = await database.sql`select name, student_id from users where live`;
    assert.deepEqual({ ...row }, { name: '9007199254740993', student_id: '9007199254740993' });
    await write({ 'users/bob': user({ name: { $int64: '20240000000000017' } }) });
    const [bob] = await database.sql`select name from users where id = 'bob' and live`;
    assert.equal(bob?.['name'], '20240000000000017');
  });

  it('count an action on its day, whatever the form of its time', async () => {
    await write({
      'users/ada': user({ createdAt: 1_761_000_000 }),
      'events/talk': { title: 'Talk', startDate: '20251113' },
      'events/talk/attendees/ada': { status: 'Checked-in', attendedAt: 1_763_000_000 },
      'showcase_posts/p': {
        userId: 'ada',
        content: 'x',
        createdAt: { _seconds: 1_763_600_000, _nanoseconds: 0 },
      },
    });
    await recomputeScores(database.sql, NOW);
    const rows = await database.sql<{ date: string }[]>`
      select date::text from user_engagement_metrics where posts_created + events_attended > 0 order by date`;
    assert.deepEqual(
      rows.map(({ date }) => date),
      ['2025-11-13', '2025-11-20'],
    );
  });

  it('recommend an event until it begins, and none whose start nobody can tell', async () => {
    const starts: Record<string, Json> = {
      iso: '2026-W50-4T18:00+01:00',
      seconds: 1_796_600_000,
      exported: { $map: [['$date', '2026-12-10T18:00:00Z']] },
      day: '2026-12-10',
      // Later than any calendar goes, before all of them, begun, and no times at all.
      far: '9999-12-31',
      early: { $timestamp: '0001-01-01T00:00:00Z' },
      old: '1883-01-01',
      running: '2026-11-30T01:00:00Z',
      ...{ vague: 'next Friday', flag: true, zero: 0, missing: null },
    };
    await write({
      'users/ada': user(),
      ...Object.fromEntries(
        Object.entries(starts).map(([id, startDate]) => [`events/${id}`, { title: id, startDate }]),
      ),
    });
    assert.deepEqual(await recommendedEvents(), ['day', 'exported', 'iso', 'seconds']);
    assert.deepEqual(await recommendedEvents(new Date('2026-12-11T00:00:00Z')), []);
  });

  it('are over when they end, or three hours after they begin', async () => {
    const times: Record<string, JsonObject> = {
      fair: { startDate: '2026-11-29', endDate: '2026-11-30' },
      day: { startDate: '2026-11-30' },
      talk: { startDate: '2026-11-29T23:00:00Z' },
      short: { startDate: '2026-11-29T23:00:00Z', endDate: '2026-11-30T00:00:00Z' },
      long: { startDate: '2026-11-29T20:00:00Z' },
      odd: { startDate: 'soon' },
    };
    await write({ 'users/ada': user() });
    for (const [id, fields] of Object.entries(times))
      await write({
        [`events/${id}`]: { title: id, ...fields },
        [`events/${id}/attendees/ada`]: { status: 'Yes' },
      });
    const upcoming = async (now: string): Promise<number> =>
      (await ask(userAnalytics, 'ada', {}, new Date(now))).events.upcoming;
    assert.equal(await upcoming('2026-11-30T01:30:00Z'), 3, 'fair, day and talk');
    assert.equal(await upcoming('2026-11-30T02:00:00Z'), 2, 'fair and day');
    assert.equal(await upcoming('2026-12-01T00:00:00Z'), 0);
  });

  it('count only those as going who say so', async () => {
    const answers: Json[] = [
      ...[
        'canceled',
        'Declined',
        'no',
        'waitlisted',
        'maybe',
        'interested',
        'not going',
        'wörd',
        '',
        null,
        7,
        true,
      ],
      ...['going', ' RSVP ', 'Checked in'],
    ];
    await write({
      'users/admin': user({ role: 'Admin ' }),
      'events/f1': { title: 'Fair' },
      ...Object.fromEntries(answers.map((_, k) => [`users/u${String(k)}`, user()])),
      ...Object.fromEntries(
        answers.map((status, k) => [`events/f1/attendees/u${String(k)}`, { status }] as const),
      ),
    });
    await refreshAggregates(database.sql, NOW);
    const { funnel } = await ask(eventInsights, 'admin', { eventId: 'f1' });
    assert.deepEqual(funnel, { answered: answers.length, going: 3, attended: 1, checkedIn: 0 });
  });

  it('give the same role everywhere', async () => {
    await write({
      'users/fay': user({ role: 'Professor', department: 'Physics' }),
      'users/odd': user({ role: 'superadmin', department: 'Physics' }),
      'users/kay': user({ role: 'Faculty', department: 'Physics' }),
      'users/root': user({ role: 'Admin ' }),
    });
    assert.equal((await ask(departmentOverview, 'kay', {})).exact, false);
    assert.equal((await ask(skillTrends, 'kay', {})).exact, false);
    assert.equal((await ask(departmentOverview, 'root', { department: 'Physics' })).exact, true);
    assert.equal((await ask(skillTrends, 'root', {})).exact, true);
    const [row] = await database.sql<{ role: string }[]>`select role from users where id = 'fay'`;
    assert.equal(row?.role, 'faculty');
    assert.equal((await ask(departmentOverview, 'fay', {})).department, 'Physics');
    await assert.rejects(ask(departmentOverview, 'odd', {}), { code: 'permission-denied' });
  });

  it('are found by calls that send null for what they leave out', async () => {
    await write({
      'users/ada': user({ skills: ['Go'] }),
      'users/bob': user({ skills: ['Go'], bio: 'chess' }),
    });
    assert.deepEqual(
      await ask(similarStudents, 'ada', { limit: 10, department: null, role: null }),
      await ask(similarStudents, 'ada', { limit: 10 }),
    );
    const { people } = await ask(searchTalent, 'ada', { query: 'chess', department: null, cursor: null });
    assert.deepEqual(
      people.map(({ person }) => person.id),
      ['bob'],
    );
  });

  it('make one department of its careless spellings', async () => {
    const spellings = [
      ...['Informática', 'Informa\u0301tica', 'informática', 'INFORMÁTICA', 'Informática  '],
      ...[
        'Computer Science',
        'Computer  Science',
        'Computer\u00a0Science',
        'computer science',
        'Computer Science\u200b',
      ],
    ];
    await write(
      Object.fromEntries(spellings.map((department, k) => [`users/u${String(k)}`, user({ department })])),
    );
    const rows = await database.sql`select distinct department_key from users`;
    assert.equal(rows.length, 2);
  });

  it('were not created, and nothing in them happened, after they were written', async () => {
    const claimed = { $timestamp: '9999-12-31T00:00:00Z' };
    await write({
      'users/ada': user({ createdAt: claimed }),
      'events/e': { title: 'E', createdAt: claimed },
      'events/e/attendees/ada': { status: 'attended', attendedAt: claimed, createdAt: claimed },
      'showcase_posts/p': { userId: 'ada', createdAt: claimed },
      'connections/c': { fromUid: 'ada', toUid: 'bob', createdAt: claimed },
      'users/ada/positions/p': { title: 'Engineer', createdAt: claimed },
    });
    for (const table of [
      'users',
      'events',
      'event_attendance',
      'showcase_posts',
      'connections',
      'positions',
    ]) {
      const rows = await database.sql<{ at: Date }[]>`
        select created_at as at from ${database.sql(table)} where live`;
      assert.deepEqual([...rows], [{ at: new Date(WRITTEN) }], table);
    }
    const [{ at } = { at: null }] = await database.sql<{ at: Date }[]>`
      select attended_at as at from event_attendance where live`;
    assert.deepEqual(at, new Date(WRITTEN));
  });
});
