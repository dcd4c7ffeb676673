import assert from 'node:assert/strict';
import { engagementForecast } from '../../src/engagement/engagementForecast.ts';
import { studentsAtRisk } from '../../src/engagement/studentsAtRisk.ts';
import { recomputeScores } from '../../src/engagement/score/recomputeScores.ts';
import { refreshAggregates } from '../../src/insights/aggregation/refreshAggregates.ts';
import { departmentOverview } from '../../src/insights/departmentOverview.ts';
import { eventInsights } from '../../src/insights/eventInsights.ts';
import { skillTrends } from '../../src/insights/skillTrends.ts';
import { refreshLabels } from '../../src/names/refreshLabels.ts';
import { searchTalent } from '../../src/people/searchTalent.ts';
import { similarStudents } from '../../src/people/similarStudents.ts';
import type { CallableDefinition } from '../../src/platform/callable.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { recommendations } from '../../src/recommendations/recommendations.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { change } from '../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';

const NOW = new Date('2026-03-16T04:30:00Z');
const SPELLINGS = [
  ...['Computer Science', 'Computer Science', 'computer science', 'COMPUTER SCIENCE', ' Computer  Science'],
  ...['Computer\u00a0Science', 'Computer Science\u200b', 'Computer science', 'computer SCIENCE '],
];
const EVERYBODY = SPELLINGS.map((_, index) => `u${String(index)}`);

/** A spelling that nobody else writes. */
const ANOTHER = '\u00a0COMPUTER\t science';

describe('a department that people spell in many ways', () => {
  let database: TestDatabase;

  before(async () => {
    database = await migratedDatabase();
    const user = (department: string, role = 'student'): JsonObject => ({
      ...{ email: 'x@campus.example', name: 'X', bio: 'chess', createdAt: '2026-01-10T00:00:00Z' },
      ...{ role, department, skills: ['Go'] },
    });
    const documents: Record<string, JsonObject> = {
      'users/dean': user(ANOTHER, 'faculty'),
      'users/admin': user('Law', 'admin'),
      'users/lawyer': user('Law'),
      'users/new': { ...user(ANOTHER), skills: [], bio: '' },
      'events/fair': { title: 'Fair', department: ANOTHER, category: 'fair', startDate: '2026-02-11' },
      'events/next': { title: 'Next', department: 'computer  SCIENCE', startDate: '2026-04-01' },
      'events/other': { title: 'Other', department: 'Law', startDate: '2026-04-01' },
    };
    for (const [index, id] of EVERYBODY.entries()) {
      documents[`users/${id}`] = user(SPELLINGS[index] ?? '');
      documents[`events/fair/attendees/${id}`] = { status: 'attended', attendedAt: '2026-02-11' };
      documents[`showcase_posts/${id}`] = { userId: id, skills: ['Go'], createdAt: '2026-02-10' };
    }
    await new Writer(database.sql, allCollections).apply(
      Object.entries(documents).map(([path, data]) => change(path, 1, data)),
    );
    await recomputeScores(database.sql, NOW);
    await refreshLabels(database.sql);
    await refreshAggregates(database.sql, NOW);
  });
  after(() => database.drop());

  /** Calls a callable as the app does; the dean's claim has the department in yet another spelling. */
  function callAs<Input, Output>(
    { definition }: { definition: CallableDefinition<Input, Output> },
    uid: string,
    data: unknown = {},
  ): Promise<Output> {
    const dean = { role: 'faculty', departments: ['computer\u3000Science'] };
    const claims = uid === 'dean' ? dean : undefined;
    return callAsPerson(definition, { uid, data, claims }, withoutRedis(database.sql, NOW));
  }

  const ids = (list: { person: { id: string } }[]): string[] => list.map(({ person }) => person.id).sort();
  const shown = (list: { person: { department: string | null } }[]): (string | null)[] => [
    ...new Set(list.map(({ person }) => person.department)),
  ];

  it('is one filter of similarStudents, and one name', async () => {
    const { students } = await callAs(similarStudents, 'lawyer', { department: ANOTHER, limit: 50 });
    assert.deepEqual(ids(students), EVERYBODY);
    assert.deepEqual(shown(students), ['Computer Science']);
  });

  it('is one filter of searchTalent, and one name', async () => {
    const { people } = await callAs(searchTalent, 'lawyer', {
      query: 'chess',
      department: ANOTHER,
      role: 'student',
      limit: 50,
    });
    assert.deepEqual(ids(people), EVERYBODY);
    assert.deepEqual(shown(people), ['Computer Science']);
  });

  it('is where newcomers and events belong', async () => {
    const { basis, students } = await callAs(similarStudents, 'new', { limit: EVERYBODY.length });
    assert.equal(basis, 'department');
    assert.deepEqual(ids(students), EVERYBODY);
    assert.ok(students.every(({ reason }) => reason.startsWith('New in your department.')));
    const { recommendations: list } = await callAs(recommendations, 'new', { type: 'event' });
    const first = list[0];
    assert.ok(first !== undefined && 'event' in first);
    assert.equal(first.event.id, 'next');
    assert.equal(first.reason, 'It is an event of Computer Science.');
  });

  it('is one group of visitors, and hides none of them', async () => {
    const { departments, event } = await callAs(eventInsights, 'admin', { eventId: 'fair' });
    assert.deepEqual([...departments], [{ name: 'Computer Science', people: EVERYBODY.length }]);
    assert.equal(event.category, 'Fair');
  });

  it('is one department of the trends', async () => {
    const trends = await callAs(skillTrends, 'admin', { department: ANOTHER, month: '2026-02' });
    assert.equal(trends.department, 'Computer Science');
    assert.deepEqual(
      trends.popular.map(({ name, people }) => [name, people]),
      [['Go', EVERYBODY.length]],
    );
  });

  it('is the department of faculty who spell it differently', async () => {
    const own = await callAs(departmentOverview, 'dean', { month: '2026-02' });
    assert.equal(own.department, 'Computer Science');
    assert.deepEqual(
      await callAs(departmentOverview, 'dean', { month: '2026-02', department: ANOTHER }),
      own,
    );
    const exact = await callAs(departmentOverview, 'admin', { month: '2026-02', department: ANOTHER });
    assert.equal(exact.people.posted, EVERYBODY.length);
    assert.equal(exact.people.members, EVERYBODY.length + 2);

    const { students } = await callAs(studentsAtRisk, 'dean', { below: 1, department: ANOTHER });
    assert.deepEqual(ids(students), EVERYBODY);
    assert.deepEqual(shown(students), ['Computer Science']);
    assert.equal((await callAs(engagementForecast, 'dean', { userId: 'u3' })).userId, 'u3');
    await assert.rejects(callAs(engagementForecast, 'dean', { userId: 'lawyer' }));
    await assert.rejects(callAs(studentsAtRisk, 'dean', { department: 'Law' }));
  });

  it('must be visible in the input of a call', async () => {
    for (const department of ['', ' ', '\u200b', 7]) {
      await assert.rejects(callAs(similarStudents, 'lawyer', { department }), /`department` must/);
    }
  });
});
