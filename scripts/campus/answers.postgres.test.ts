import assert from 'node:assert/strict';
import { refreshCareers } from '../../functions/src/careers/refreshCareers.ts';
import { recomputeEngagement } from '../../functions/src/engagement/recomputeEngagement.ts';
import { refreshForecast } from '../../functions/src/engagement/refreshForecast.ts';
import { refreshInsights } from '../../functions/src/insights/refreshInsights.ts';
import { refreshMatching } from '../../functions/src/people/refreshMatching.ts';
import { call } from '../../functions/src/platform/callable.ts';
import type { JsonObject } from '../../functions/src/platform/documents/json.ts';
import { allCollections } from '../../functions/src/sync/collections/index.ts';
import { toIncomingChange, type IncomingChange } from '../../functions/src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../functions/src/sync/pipeline/writer.ts';
import { deployedCallables, type AnyCallable } from '../../functions/test/docs/deployedCallables.ts';
import { migratedDatabase, type TestDatabase } from '../../functions/test/support/database.ts';
import { withoutRedis } from '../../functions/test/support/dependencies.ts';
import { generateCampus, type CampusDocument } from './campus.ts';

const now = new Date('2026-11-30T12:00:00Z');

/** One student in this many asks. */
const INTERVAL = 16;

describe('the sample campus, after its first night', () => {
  const documents = generateCampus({ now });
  const lastVisits = new Map(
    documents
      .filter(({ path, fields }) => path.includes('/attendees/') && fields['status'] === 'attended')
      .map(({ path }) => [segment(path, 3), segment(path, 1)]),
  );
  const students = documents
    .filter(({ fields }) => fields['role'] === 'student')
    .map(({ path }) => segment(path, 1))
    .filter((_, index) => index % INTERVAL === 0);
  let database: TestDatabase;
  let callables: Record<string, AnyCallable>;

  before(async () => {
    database = await migratedDatabase();
    const { sql } = database;
    await new Writer(sql, allCollections).apply(documents.map(toImport));
    const jobs = [recomputeEngagement, refreshMatching, refreshInsights, refreshForecast, refreshCareers];
    for (const { definition } of jobs)
      await definition.run({
        sql,
        now,
        firestore: () => Promise.reject(new Error('no job reads Firestore')),
      });
    callables = await deployedCallables();
  });
  after(() => database.drop());

  /** What a student is asked about, and whether the answer says something. */
  const questions: [callable: string, input: (uid: string) => object, says: (answer: never) => boolean][] = [
    ['similarStudents', () => ({}), ({ students }: { students: unknown[] }) => students.length > 0],
    ...['event', 'user', 'skill'].map((type): (typeof questions)[number] => [
      'recommendations',
      () => ({ type }),
      ({ recommendations }: { recommendations: unknown[] }) => recommendations.length > 0,
    ]),
    [
      'searchTalent',
      () => ({ query: 'machine learning' }),
      ({ people }: { people: unknown[] }) => people.length > 0,
    ],
    [
      'userAnalytics',
      () => ({}),
      ({ year }: { year: Record<string, number> }) => Object.values(year).some((count) => count > 0),
    ],
    ['careerPaths', () => ({}), ({ paths }: { paths: unknown[] }) => paths.length > 0],
    ['engagementForecast', () => ({}), ({ basis }: { basis: string }) => basis === 'history'],
    [
      'eventInsights',
      (uid) => ({ eventId: lastVisits.get(uid) ?? [...lastVisits.values()][0] }),
      ({ funnel }: { funnel: { attended: number | null } }) => funnel.attended !== null,
    ],
  ];
  for (const [name, input, says] of questions) {
    it(`has an answer from ${name} for nearly every student: ${JSON.stringify(input('me'))}`, async () => {
      const silent: string[] = [];
      for (const uid of students) {
        const request = { uid, data: input(uid) };
        const answer = await call(callables[name]!, request, withoutRedis(database.sql, now));
        if (!says(answer as never)) silent.push(uid);
      }
      assert.ok(silent.length <= students.length / 10, `no answer for ${silent.join(', ')}`);
    });
  }
});

/** The change that writes a document of the sample. */
function toImport({ path, fields }: CampusDocument): IncomingChange {
  const time = now.toISOString();
  const data = { ...(JSON.parse(JSON.stringify(fields)) as JsonObject), imported: true };
  const version = now.getTime() * 1000;
  return toIncomingChange({ kind: 'upsert', path, version, createTime: time, updateTime: time, data });
}

function segment(path: string, index: number): string {
  return path.split('/')[index] ?? '';
}
