import assert from 'node:assert/strict';
import { callContext } from '../../../scripts/lib/callContext.ts';
import { recomputeScores } from '../../src/engagement/score/recomputeScores.ts';
import { refreshAggregates } from '../../src/insights/aggregation/refreshAggregates.ts';
import { departmentOverview } from '../../src/insights/departmentOverview.ts';
import { eventInsights } from '../../src/insights/eventInsights.ts';
import { platformReport } from '../../src/insights/platformReport.ts';
import { skillTrends } from '../../src/insights/skillTrends.ts';
import { userAnalytics } from '../../src/insights/userAnalytics.ts';
import type { CallContext } from '../../src/platform/callable.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { writeDocuments } from '../support/writeDocuments.ts';

const NOW = new Date('2026-03-16T04:30:00Z');
const LATER = new Date('2026-03-16T18:00:00Z');

const profile = (name: string, role = 'student') => ({
  email: `${name}@secret.example`,
  name,
  role,
  department: 'Law',
  createdAt: '2026-01-10T00:00:00Z',
});

describe('insights before the first night', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
    const students = Array.from({ length: 12 }, (_, index) => `s${String(index)}`);
    await writeDocuments(database.sql, {
      'users/admin': profile('admin', 'admin'),
      'users/teacher': profile('teacher', 'faculty'),
      ...Object.fromEntries(students.map((id) => [`users/${id}`, profile(id)])),
      'events/fair': { title: 'Fair', category: 'social', startDate: '2026-03-11T12:00:00Z' },
      ...Object.fromEntries(
        students
          .slice(0, 8)
          .map((id) => [
            `events/fair/attendees/${id}`,
            { status: 'attended', attendedAt: '2026-03-11T12:00:00Z' },
          ]),
      ),
      'showcase_posts/p': {
        userId: 's0',
        content: 'Look',
        likes: ['s1'],
        createdAt: '2026-03-12T00:00:00Z',
      },
      'connections/c': {
        fromUid: 's1',
        toUid: 's0',
        status: 'accepted',
        createdAt: '2026-03-01T00:00:00Z',
      },
    });
  });
  afterEach(() => database.drop());

  const contextOf = (uid: string, now = NOW): CallContext =>
    callContext(database.sql, uid, {
      now,
      reach: uid === 'admin' ? 'everyone' : uid === 'teacher' ? 'departments' : 'own',
      departments: ['Law'],
    });
  const analytics = (uid: string, now = NOW) =>
    userAnalytics.definition.handle(contextOf(uid, now), { limit: 5 });
  const fair = (uid: string) =>
    eventInsights.definition.handle(contextOf(uid), { eventId: 'fair', limit: 5 });
  async function night(): Promise<void> {
    await recomputeScores(database.sql, NOW);
    await refreshAggregates(database.sql, NOW);
  }

  it('a user’s own activity is counted from the documents, and only the percentile is missing', async () => {
    const before = await analytics('s0');
    assert.deepEqual([before.asOf, before.through], [NOW.toISOString(), '2026-03-16']);
    assert.match(before.missing ?? '', /overnight/);
    assert.deepEqual(before.month, {
      posts: 1,
      events: 1,
      eventsCheckedIn: 0,
      connections: 1,
      profileViews: 0,
      reactions: 1,
      percentile: null,
    });
    assert.deepEqual(before.streaks, { current: 1, longest: 1 });
    await night();
    const after = await analytics('s0');
    assert.equal(after.missing, null);
    assert.ok(after.percentile !== null && after.percentile > 50);
    assert.deepEqual({ ...after.month, percentile: null }, before.month);
  });

  it('tells a user without activity that there is none', async () => {
    assert.match((await analytics('s11')).missing ?? '', /Nothing happened/);
  });

  it('somebody who joined today has their activity, and no percentile until the night', async () => {
    await night();
    await writeDocuments(database.sql, {
      'users/new': profile('new'),
      'showcase_posts/n': { userId: 'new', content: 'Hello', createdAt: '2026-03-16T10:00:00Z' },
    });
    const answer = await analytics('new', LATER);
    assert.deepEqual([answer.month.posts, answer.percentile, answer.asOf], [1, null, NOW.toISOString()]);
    assert.match(answer.missing ?? '', /overnight/);
  });

  it('the events of a small campus are counted by the first call, by the rules of disclosure', async () => {
    const seen = await fair('s0');
    assert.deepEqual([seen.asOf, seen.missing], [NOW.toISOString(), null]);
    assert.deepEqual(seen.funnel, { answered: null, going: null, attended: 10, checkedIn: null });
    assert.deepEqual((await fair('admin')).funnel, { answered: 8, going: 8, attended: 8, checkedIn: 0 });
    assert.equal((await database.sql`select from insight_months`).length, 0, 'no month is closed early');
    await night();
    assert.deepEqual((await fair('s0')).funnel, seen.funnel);
  });

  it('a department has the name that cards show', async () => {
    await database.sql`update users set department = 'IT and Law', department_key = 'it and law'`;
    const { departments } = await fair('admin');
    assert.deepEqual([...departments], [{ name: 'IT and Law', people: 8 }]);
    for (const department of ['it and law', 'art of war']) {
      const trends = await skillTrends.definition.handle(contextOf('s0'), { department, limit: 5 });
      assert.equal(trends.department, department === 'it and law' ? 'IT and Law' : 'Art of War');
    }
  });

  it('an event without counted answers has no figures, and only administrators learn that there are some', async () => {
    await night();
    await writeDocuments(database.sql, {
      'events/late': { title: 'Late' },
      'events/none': { title: 'None' },
      'events/late/attendees/s0': { status: 'going' },
    });
    const ask = async (uid: string, eventId: string) => {
      const { funnel, missing } = await eventInsights.definition.handle(contextOf(uid), {
        eventId,
        limit: 5,
      });
      return { funnel, missing };
    };
    assert.deepEqual(await ask('s1', 'late'), await ask('s1', 'none'));
    assert.deepEqual((await ask('admin', 'late')).funnel, {
      answered: null,
      going: null,
      attended: null,
      checkedIn: null,
    });
    assert.match((await ask('admin', 'late')).missing ?? '', /after the last count/);
    assert.deepEqual((await ask('admin', 'none')).funnel, {
      answered: 0,
      going: 0,
      attended: 0,
      checkedIn: 0,
    });
  });

  it('months have no figures and say why', async () => {
    for (const uid of ['teacher', 'admin']) {
      const trends = await skillTrends.definition.handle(contextOf(uid), { limit: 5 });
      assert.deepEqual([trends.month, trends.popular, trends.asOf], ['2026-02', [], NOW.toISOString()]);
      assert.match(trends.missing ?? '', /counted at night/);
      const overview = await departmentOverview.definition.handle(contextOf(uid), { limit: 5 });
      assert.deepEqual([overview.department, overview.people.members], ['Law', null]);
      assert.match(overview.missing ?? '', /counted at night/);
    }
  });

  it('the report has last week’s users by role', async () => {
    const { week, figures, missing } = await platformReport.definition.handle(contextOf('teacher'), {
      csv: true,
    });
    assert.equal(week, '2026-03-09');
    assert.match(missing ?? '', /first one adds/);
    assert.deepEqual(
      figures.map(({ group, value }) => [group, value]),
      [['everybody', 15]],
    );
  });
});
