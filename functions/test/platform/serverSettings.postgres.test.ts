import assert from 'node:assert/strict';
import { runNight } from '../../../scripts/replay/jobs.ts';
import type { JsonObject } from '../../src/platform/documents/json.ts';
import { connect } from '../../src/platform/postgres.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { change } from '../support/changes.ts';
import { deployedCallables } from '../docs/deployedCallables.ts';
import { migratedDatabase } from '../support/database.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';

const NIGHTS = [new Date('2026-11-30T04:30:00Z'), new Date('2026-12-01T04:30:00Z')];

const QUESTIONS: [name: string, data: object][] = [
  ['recommendations', { type: 'event' }],
  ['recommendations', { type: 'user' }],
  ['userAnalytics', {}],
  ['similarStudents', {}],
  ['careerPaths', {}],
  ['engagementForecast', {}],
  ['skillTrends', {}],
  ['departmentOverview', { department: 'Law' }],
  ['eventInsights', { eventId: 'past' }],
  ['platformReport', {}],
];

/** Events before Postgres had a calendar and after today, and people who did something around midnight. */
const campus: Record<string, JsonObject> = {
  'users/admin': {
    name: 'Ada',
    role: 'admin',
    department: 'Law',
    skills: ['Go'],
    createdAt: '2026-10-01T00:30:00Z',
  },
  'events/y': {
    title: 'Robotics evening',
    startDate: { $timestamp: '1883-01-01T00:00:00Z' },
    category: 'tech',
  },
  'events/f': {
    title: 'Robotics evening',
    startDate: { $timestamp: '2026-12-10T18:00:00Z' },
    category: 'tech',
  },
  'events/past': { title: 'Fair', startDate: '2026-10-13T00:10:00Z', category: 'tech' },
  'users/admin/positions/p': { title: 'Engineer', startDate: '2020-01-02' },
};
for (const id of ['admin', 'u1', 'u2', 'u3', 'u4', 'u5']) {
  campus[`users/${id}`] ??= { name: id, role: 'student', department: 'Law', skills: ['Go', 'SQL'] };
  campus[`events/past/attendees/${id}`] = { status: 'attended', attendedAt: '2026-10-13T00:10:00Z' };
  campus[`showcase_posts/${id}`] = { userId: id, skills: ['Go'], createdAt: '2026-11-12T23:50:00Z' };
}

/** What the campus is answered after two nights on a server with these settings of its own. */
async function answers(settings: string[]): Promise<unknown[]> {
  const database = await migratedDatabase();
  for (const setting of settings) {
    await database.sql.unsafe(`alter database ${new URL(database.url).pathname.slice(1)} set ${setting}`);
  }
  const sql = connect(database.url);
  try {
    await new Writer(sql, allCollections).apply(
      Object.entries(campus).map(([path, data]) => change(path, 1, data)),
    );
    for (const night of NIGHTS) await runNight(sql, night);
    const callables = await deployedCallables();
    const dependencies = withoutRedis(sql, new Date('2026-12-01T12:00:00Z'));
    const given: unknown[] = [];
    for (const [name, data] of QUESTIONS) {
      const definition = callables[name];
      assert.ok(definition !== undefined);
      given.push([name, await callAsPerson(definition, { uid: 'admin', data }, dependencies)]);
    }
    return given;
  } finally {
    await sql.end();
    await database.drop();
  }
}

describe('a server with settings of its own', () => {
  let expected: unknown[];
  before(async () => {
    expected = await answers([]);
  });

  it('has events to recommend that are not over', () => {
    const [, answer] = expected[0] as [string, { recommendations: { id: string }[] }];
    assert.deepEqual(
      answer.recommendations.map(({ id }) => id),
      ['f'],
    );
  });

  const settings: Record<string, string[]> = {
    'German dates': ["datestyle = 'German'"],
    'dates with the day first': ["datestyle = 'SQL, DMY'"],
    'the time zone of New York': ["timezone = 'America/New_York'"],
    'the time zone of Calcutta': ["timezone = 'Asia/Kolkata'"],
  };
  for (const [name, own] of Object.entries(settings)) {
    it(`gives the same answers after two nights with ${name}`, async () => {
      assert.deepEqual(await answers(own), expected);
    });
  }
});
