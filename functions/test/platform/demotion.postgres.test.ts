import assert from 'node:assert/strict';
import { engagementForecast } from '../../src/engagement/engagementForecast.ts';
import { studentsAtRisk } from '../../src/engagement/studentsAtRisk.ts';
import { departmentOverview } from '../../src/insights/departmentOverview.ts';
import { platformReport } from '../../src/insights/platformReport.ts';
import { mediaUsage } from '../../src/media/mediaUsage.ts';
import { call, type CallableDefinition } from '../../src/platform/callable.ts';
import { toCaller } from '../../src/platform/caller.ts';
import { recommendationQuality } from '../../src/recommendations/recommendationQuality.ts';
import { mergeSkills } from '../../src/skills/mergeSkills.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { manageDeadLetters } from '../../src/sync/manageDeadLetters.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { syncStatus } from '../../src/sync/syncStatus.ts';
import { change } from '../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { withoutRedis } from '../support/dependencies.ts';

const NOW = new Date('2026-03-16T12:00:00Z');

describe('a caller who was demoted in Firestore, but not yet in Postgres', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
    const profile = (role: string) => ({
      email: `${role}@campus.example`,
      name: role,
      role,
      department: 'Law',
    });
    const users = ['admin', 'faculty', 'student'].map((role) => change(`users/${role}`, 2, profile(role)));
    await new Writer(database.sql, allCollections).apply(users);
  });
  after(() => database.drop());

  const ask = <Input, Output>(
    { definition }: { definition: CallableDefinition<Input, Output> },
    uid: string,
    data: unknown,
  ): Promise<Output> =>
    call(
      definition,
      { uid, data },
      {
        ...withoutRedis(database.sql, NOW),
        readCaller: (id) => Promise.resolve(toCaller(id, { role: 'student', department: 'Law' })),
      },
    );

  const attempts: Record<string, (uid: string) => Promise<unknown>> = {
    departmentOverview: (uid) => ask(departmentOverview, uid, { department: 'Law' }),
    'engagementForecast of another': (uid) => ask(engagementForecast, uid, { userId: 'student' }),
    manageDeadLetters: (uid) => ask(manageDeadLetters, uid, { action: 'list' }),
    'mediaUsage of the plan': (uid) => ask(mediaUsage, uid, { includePlan: true }),
    mergeSkills: (uid) => ask(mergeSkills, uid, { from: { name: 'a' }, into: { name: 'b' } }),
    platformReport: (uid) => ask(platformReport, uid, {}),
    recommendationQuality: (uid) => ask(recommendationQuality, uid, {}),
    studentsAtRisk: (uid) => ask(studentsAtRisk, uid, {}),
    syncStatus: (uid) => ask(syncStatus, uid, {}),
  };
  for (const [name, attempt] of Object.entries(attempts)) {
    it(`is denied ${name}`, async () => {
      for (const uid of ['admin', 'faculty']) {
        await assert.rejects(attempt(uid), { code: 'permission-denied' }, uid);
      }
    });
  }

  it('still gets what students get', async () => {
    assert.equal((await ask(mediaUsage, 'admin', {})).user.uploads, 0);
  });
});
