import assert from 'node:assert/strict';
import { refreshCareers } from '../../../src/careers/refreshCareers.ts';
import { recomputeScores } from '../../../src/engagement/score/recomputeScores.ts';
import { reopenMonths } from '../../../src/insights/aggregation/aggregateMonths.ts';
import { refreshAggregates } from '../../../src/insights/aggregation/refreshAggregates.ts';
import { makeReport } from '../../../src/insights/makeReport.ts';
import { refreshLabels } from '../../../src/names/refreshLabels.ts';
import type { JsonObject } from '../../../src/platform/documents/json.ts';
import { firestoreWithHeartbeat } from '../../docs/apiCampus.ts';
import { deployedCallables } from '../../docs/deployedCallables.ts';
import { ASKERS, NOW, writePolicyCampus, type Asker } from '../../platform/identity/policy/policyCampus.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { callAsPerson, withoutRedis } from '../../support/dependencies.ts';
import { writeDocuments } from '../../support/writeDocuments.ts';

const DAY_MS = 86_400_000;

/** What shows figures about groups to faculty, members, or both. */
const QUESTIONS: [name: string, asker: Asker, data: object][] = [
  ['departmentOverview', 'faculty', { department: 'Law' }],
  ['platformReport', 'faculty', {}],
  ['eventAttendees', 'student', { eventId: 'small', limit: 1 }],
  ...(['faculty', 'student'] as const).flatMap((asker): [string, Asker, object][] => [
    ['eventInsights', asker, { eventId: 'fair' }],
    ['eventInsights', asker, { eventId: 'small' }],
    ['skillTrends', asker, {}],
    ['skillTrends', asker, { department: 'Law' }],
    ['careerPaths', asker, {}],
    ['engagementForecast', asker, {}],
  ]),
];

describe('five throw-away accounts', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
    await writePolicyCampus(database.sql);
    await writeDocuments(database.sql, {
      'events/small': { title: 'Small', createdBy: 'law0', startDate: '2026-02-12T00:00:00Z' },
      'events/small/attendees/law0': { status: 'attended', attendedAt: '2026-02-12T00:00:00Z' },
    });
  });
  afterEach(() => database.drop());

  /** The accounts do what the only person of a group does, to be counted with them. */
  async function addAccounts(ageDays: number): Promise<void> {
    const createdAt = new Date(NOW.getTime() - ageDays * DAY_MS).toISOString();
    for (let index = 0; index < 5; index += 1) {
      const id = `thrown${String(index)}`;
      const documents: Record<string, JsonObject> = {
        [`users/${id}`]: {
          name: id,
          department: 'Law',
          createdAt,
          skills: ['Rust', 'Welding'],
          role: 'student',
        },
        [`events/fair/attendees/${id}`]: { status: 'attended', attendedAt: '2026-02-11T00:00:00Z' },
        [`events/small/attendees/${id}`]: { status: 'attended', attendedAt: '2026-02-12T00:00:00Z' },
        [`showcase_posts/${id}`]: { userId: id, skills: ['Welding'], createdAt: '2026-02-10T00:00:00Z' },
        [`users/${id}/positions/now`]: {
          title: 'Software Engineer',
          startDate: '2021-01-01',
          endDate: '2022-12-31',
        },
        [`users/${id}/positions/then`]: { title: 'Welder', startDate: '2023-01-01', endDate: null },
      };
      await writeDocuments(database.sql, documents);
    }
  }

  async function seen(questions = QUESTIONS): Promise<Record<string, unknown>> {
    const { sql } = database;
    await sql`delete from platform_reports`;
    await reopenMonths(sql);
    await recomputeScores(sql, NOW);
    await refreshLabels(sql);
    await refreshAggregates(sql, NOW);
    const firestore = () => Promise.resolve(firestoreWithHeartbeat());
    for (const { definition } of [refreshCareers, makeReport])
      await definition.run({ sql, now: NOW, firestore });
    const callables = await deployedCallables();
    const answers: Record<string, unknown> = {};
    for (const [name, asker, data] of questions) {
      const definition = callables[name];
      assert.ok(definition !== undefined, name);
      const who = { uid: asker, data, claims: ASKERS[asker] };
      const answer = await callAsPerson(definition, who, withoutRedis(sql, NOW));
      answers[`${name} ${asker} ${JSON.stringify(data)}`] = figuresOf(answer);
    }
    return answers;
  }

  it('change nothing that faculty and members see, as long as they are not a week old', async () => {
    const before = await seen();
    await addAccounts(6);
    assert.deepEqual(await seen(), before);
  });

  it('count for administrators at once', async () => {
    const question: typeof QUESTIONS = [['eventInsights', 'admin', { eventId: 'small' }]];
    await addAccounts(6);
    const [answer] = Object.values(await seen(question)) as { funnel: object }[];
    assert.deepEqual(answer?.funnel, { answered: 6, going: 6, attended: 6, checkedIn: 0 });
  });

  it('count for everybody after a week, unless their accounts are disabled', async () => {
    const question: typeof QUESTIONS = [['eventInsights', 'student', { eventId: 'small' }]];
    await addAccounts(8);
    const nothing = { answered: null, going: null, attended: null, checkedIn: null };
    const [counted] = Object.values(await seen(question)) as { funnel: object }[];
    assert.deepEqual(counted?.funnel, { ...nothing, attended: 5 });
    await database.sql`insert into locked_out_accounts (user_id) values ('thrown3'), ('thrown4')`;
    const [left] = Object.values(await seen(question)) as { funnel: object }[];
    assert.deepEqual(left?.funnel, nothing);
  });
});

/** An answer without what the report says of the sync, which counts documents, and without the list of an event's people. */
function figuresOf(answer: unknown): unknown {
  const { figures, attendees, cursor, ...rest } = answer as { figures?: { section: string }[] } & Record<
    string,
    unknown
  >;
  assert.ok(attendees !== undefined || cursor === undefined);
  return { ...rest, figures: figures?.filter(({ section }) => section !== 'sync') };
}
