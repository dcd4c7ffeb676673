import assert from 'node:assert/strict';
import type { HttpsError } from 'firebase-functions/https';
import fc from 'fast-check';
import { recomputeScores } from '../../src/engagement/score/recomputeScores.ts';
import { refreshAggregates } from '../../src/insights/aggregation/refreshAggregates.ts';
import { refreshLabels } from '../../src/names/refreshLabels.ts';
import { departmentOverview } from '../../src/insights/departmentOverview.ts';
import { eventInsights } from '../../src/insights/eventInsights.ts';
import { platformReport } from '../../src/insights/platformReport.ts';
import { skillTrends } from '../../src/insights/skillTrends.ts';
import { userAnalytics } from '../../src/insights/userAnalytics.ts';
import type { CallableDefinition } from '../../src/platform/callable.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { seed } from '../support/history.ts';
import { tries } from '../support/thorough.ts';
import { anyCampus, VIEWERS, documentsOf } from './randomCampus.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';
import { callContext, type Claims } from '../../../scripts/lib/callContext.ts';
import { writeDocuments } from '../support/writeDocuments.ts';

const NIGHT = new Date('2026-03-16T04:30:00Z');
const LATER = new Date('2026-03-17T04:30:00Z');

describe('disclosure of insights', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
    await write(documentsOf({ people: VIEWERS, events: [], answers: [], posts: [], connections: [] }));
  });
  afterEach(() => database.drop());

  const write = (documents: Record<string, JsonObject | null>): Promise<void> =>
    writeDocuments(database.sql, documents);

  async function refreshAt(now: Date = NIGHT): Promise<void> {
    await recomputeScores(database.sql, now);
    await refreshLabels(database.sql);
    await refreshAggregates(database.sql, now);
  }

  /** Calls a callable as the app does. */
  function callAs<Input, Output>(
    { definition }: { definition: CallableDefinition<Input, Output> },
    uid: string,
    data: unknown = {},
    claims?: Claims,
  ): Promise<Output> {
    return callAsPerson(definition, { uid, data, claims }, withoutRedis(database.sql, NIGHT));
  }

  async function refusal(answer: Promise<unknown>): Promise<string> {
    return answer.then(
      () => assert.fail('the call succeeded'),
      (thrown: unknown) => (thrown as HttpsError).code,
    );
  }

  /** Users of a department who each used a skill and attended an event in February. */
  function group(department: string, people: number, from = 0): Record<string, JsonObject> {
    const ids = Array.from({ length: people }, (_, index) => `${department}${String(from + index)}`);
    return Object.fromEntries(
      ids.flatMap((id): [string, JsonObject][] => [
        [
          `users/${id}`,
          { email: `${id}@secret.example`, name: id, department, createdAt: '2026-01-10T00:00:00Z' },
        ],
        [`showcase_posts/${id}`, { userId: id, skills: ['Rust'], createdAt: '2026-02-10T00:00:00Z' }],
        [`events/fair/attendees/${id}`, { status: 'attended', attendedAt: '2026-02-11T00:00:00Z' }],
      ]),
    );
  }
  const fair = { 'events/fair': { title: 'Fair', startDate: '2026-02-11T00:00:00Z' } };

  /** Users of Rust by department and in total, as a student sees them. */
  async function rust(): Promise<Record<string, number | null>> {
    const seen: Record<string, number | null> = {};
    for (const department of [undefined, 'Law', 'Physics', 'Art']) {
      const { popular } = await callAs(
        skillTrends,
        'student',
        department === undefined ? {} : { department },
      );
      seen[department ?? 'all'] = popular.find(({ name }) => name === 'Rust')?.people ?? null;
    }
    return seen;
  }

  it('hides groups below five, also as the remainder of a total', async () => {
    await write({ ...fair, ...group('Law', 20), ...group('Physics', 8), ...group('Art', 2) });
    await refreshAt();
    // Physics is large enough, but with the total it would reveal Art.
    assert.deepEqual(await rust(), { all: 30, Law: 20, Physics: null, Art: null });
    const { departments } = await callAs(eventInsights, 'student', { eventId: 'fair' });
    assert.deepEqual([...departments], [{ name: 'Law', people: 20 }]);
    const exact = await callAs(eventInsights, 'admin', { eventId: 'fair' });
    assert.deepEqual(
      [...exact.departments],
      [
        { name: 'Law', people: 20 },
        { name: 'Physics', people: 8 },
        { name: 'Art', people: 2 },
      ],
    );
  });

  it('reveals nothing about one person who joins a group', async () => {
    const answers: Record<string, number | null>[] = [];
    await write({ ...fair, ...group('Law', 20), ...group('Physics', 2) });
    for (let people = 3; people <= 16; people += 1) {
      await write(group('Physics', 1, people));
      // Reopen the month, which was already counted without this person.
      await database.sql`update insight_months set closed = false where month = '2026-02-01'`;
      await refreshAt();
      const { departments, funnel, skills } = await callAs(eventInsights, 'student', { eventId: 'fair' });
      answers.push({
        ...(await rust()),
        ...Object.fromEntries(departments.map(({ name, people: came }) => [`fair ${name}`, came])),
        attended: funnel.attended,
        going: funnel.going,
        ...Object.fromEntries(skills.map(({ name, people: have }) => [`has ${name}`, have])),
      });
    }
    for (const answer of answers) {
      for (const [what, people] of Object.entries(answer)) {
        assert.ok(people === null || people % 5 === 0, what);
        // No difference of two figures concerns fewer than five.
        for (const other of Object.values(answer)) {
          const difference = Math.abs((people ?? 0) - (other ?? 0));
          assert.ok(difference === 0 || difference >= 5);
        }
      }
    }
    // Counts never grow by one; usually one more person changes nothing.
    const all = answers.map(({ all }) => all ?? 0);
    const steps = all.slice(1).map((people, index) => people - (all[index] ?? 0));
    assert.deepEqual([...new Set(steps)].sort(), [0, 5]);
    assert.ok(steps.filter((step) => step === 0).length >= 10);
    // Everyone who is going attended, so showing both counts would reveal that of everyone.
    assert.deepEqual([...new Set(answers.map(({ going }) => going))], [null]);
  });

  it('keeps a closed month unchanged when users join, leave or delete something', async () => {
    await write({ ...fair, ...group('Law', 20), ...group('Physics', 12) });
    await refreshAt();
    const before = [
      await callAs(skillTrends, 'student'),
      await callAs(skillTrends, 'student', { department: 'Physics' }),
      await callAs(departmentOverview, 'teacher'),
    ].map((answer) => JSON.stringify(answer));
    await write({
      ...group('Physics', 5, 100),
      'users/Law0': null,
      'showcase_posts/Law1': null,
      'users/Law2': { email: 'x@x.example', name: 'Moved', department: 'Physics' },
    });
    await refreshAt(LATER);
    const after = [
      await callAs(skillTrends, 'student'),
      await callAs(skillTrends, 'student', { department: 'Physics' }),
      await callAs(departmentOverview, 'teacher'),
    ];
    for (const [index, answer] of after.entries()) {
      // Events are recounted every night; the test above covers them.
      assert.deepEqual(
        { ...answer, events: [] },
        { ...(JSON.parse(before[index] ?? '') as object), events: [] },
      );
    }
  });

  it('shows non-administrators closed calendar months only, and accepts no other filters', async () => {
    await write({ ...fair, ...group('Physics', 12) });
    await refreshAt();
    const open = { month: '2026-03' };
    assert.equal((await callAs(skillTrends, 'student')).month, '2026-02');
    assert.equal((await callAs(skillTrends, 'admin', open)).month, '2026-03');
    const unseen = await callAs(skillTrends, 'student', open);
    assert.deepEqual([unseen.month, unseen.people, unseen.popular], ['2026-03', null, []]);
    assert.match(unseen.missing ?? '', /no figures for 2026-03/);
    const overview = await callAs(departmentOverview, 'teacher', open);
    assert.deepEqual([overview.people.members, overview.history, overview.events], [null, [], []]);
    assert.match(overview.missing ?? '', /no figures for 2026-03/);
    for (const data of [
      { month: '2026-02-01' },
      { from: '2026-02-01', to: '2026-02-28' },
      { month: '2026-13' },
      { month: '0000-01' },
      { month: '9999-12' },
      { department: ['Law', 'Physics'] },
      { role: 'student' },
    ]) {
      assert.equal(
        await refusal(callAs(skillTrends, 'student', data)),
        'invalid-argument',
        JSON.stringify(data),
      );
    }
  });

  it('limits faculty to their own department, and students to neither overview nor report', async () => {
    await write(group('Law', 20));
    await refreshAt();
    assert.equal(
      await refusal(callAs(departmentOverview, 'teacher', { department: 'Law' })),
      'permission-denied',
    );
    assert.equal((await callAs(departmentOverview, 'admin', { department: 'Law' })).people.posted, 20);
    assert.equal(await refusal(callAs(departmentOverview, 'admin')), 'invalid-argument');
    assert.equal(await refusal(callAs(departmentOverview, 'student')), 'permission-denied');
    assert.equal(await refusal(callAs(platformReport, 'student')), 'permission-denied');
    assert.equal(await refusal(callAs(userAnalytics, 'nobody')), 'not-found');
  });

  it('is rounded for an administrator who was demoted, whatever Postgres says', async () => {
    await write({ ...fair, ...group('Law', 23) });
    await refreshAt();
    const demoted = { role: 'faculty', departments: ['Law'] };
    assert.equal((await callAs(skillTrends, 'admin', {})).exact, true);
    assert.equal((await callAs(skillTrends, 'admin', {}, demoted)).exact, false);
    assert.equal((await callAs(eventInsights, 'admin', { eventId: 'fair' }, demoted)).exact, false);
    const { exact, people } = await callAs(departmentOverview, 'admin', {}, demoted);
    assert.deepEqual([exact, people.posted], [false, 25]);
    assert.equal(
      await refusal(callAs(departmentOverview, 'admin', { department: 'Art' }, demoted)),
      'permission-denied',
    );
  });

  it('is kept no longer than the caller keeps their role', async () => {
    await write({ ...fair, ...group('Law', 20) });
    await refreshAt();
    const context = callContext(database.sql, 'admin', { now: NIGHT });
    const trends = await callAs(skillTrends, 'admin');
    assert.ok(
      (await skillTrends.definition.cache?.tags(trends, context, { limit: 10 }))?.includes('person:admin'),
    );
    const event = await callAs(eventInsights, 'admin', { eventId: 'fair' });
    assert.ok(
      (await eventInsights.definition.cache?.tags(event, context, { eventId: 'fair', limit: 10 }))?.includes(
        'person:admin',
      ),
    );
    const overview = await callAs(departmentOverview, 'admin', { department: 'Law' });
    assert.ok(
      (await departmentOverview.definition.cache?.tags(overview, context, { limit: 10 }))?.includes(
        'person:admin',
      ),
    );
  });

  it('never shows an e-mail address or a small count on random campuses', async () => {
    await fc.assert(
      fc.asyncProperty(anyCampus, async (campus) => {
        const own = await migratedDatabase();
        try {
          await writeDocuments(own.sql, documentsOf(campus));
          await recomputeScores(own.sql, NIGHT);
          await refreshAggregates(own.sql, NIGHT);
          const remainders = await own.sql<{ remainder: string }[]>`
            select whole.people - sum(part.people) as remainder
            from insight_people as whole
            join insight_people as part
              on part.month = whole.month and part.measure = whole.measure
                and part.skill_id is not distinct from whole.skill_id and part.exact = whole.exact
                and part.department_key is not null and part.shown
            where whole.department_key is null and whole.cohort is null and whole.shown
            group by whole.exact, whole.month, whole.measure, whole.skill_id, whole.people
            union all
            select visitors - sum(people) from event_insights join event_departments using (event_id, exact)
            where shown group by event_id, exact, visitors`;
          for (const { remainder } of remainders)
            assert.ok(Number(remainder) === 0 || Number(remainder) >= 5);
          for (const { id } of campus.events) {
            const context = callContext(own.sql, 'student', { now: NIGHT });
            const answer = await eventInsights.definition.handle(context, { eventId: id, limit: 50 });
            assert.doesNotMatch(JSON.stringify(answer), /@/);
            const figures = [
              ...Object.values(answer.funnel),
              ...[...answer.departments, ...answer.skills, ...answer.related].map(({ people }) => people),
            ];
            for (const figure of figures) assert.ok(figure === null || (figure >= 5 && figure % 5 === 0));
          }
        } finally {
          await own.drop();
        }
      }),
      { numRuns: tries(2, 5), seed: seed(), endOnFailure: true },
    );
  });
});
