import assert from 'node:assert/strict';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { deployedCallables } from '../docs/deployedCallables.ts';
import { callAsPerson, withoutRedis } from '../support/dependencies.ts';

/** The callables whose answer is about the caller, with an input for each. */
const ABOUT_THE_CALLER: [name: string, data: object][] = [
  ['careerPaths', {}],
  ['engagementForecast', {}],
  ['recommendations', { type: 'event' }],
  ['recommendations', { type: 'user' }],
  ['recommendations', { type: 'skill' }],
  ['similarStudents', {}],
  ['userAnalytics', {}],
];

/** Those that answer about others, or files, to a caller who need not have a profile but for their role. */
const ABOUT_OTHERS = [
  ...[
    'checkIn',
    'checkInCode',
    'completeUpload',
    'createUpload',
    'deleteMedia',
    'mediaUrl',
    'mediaUsage',
    'uploadImage',
    'verifySkill',
  ],
  ...[
    'departmentOverview',
    'directory',
    'eventAttendees',
    'eventInsights',
    'platformReport',
    'skillTrends',
    'studentsAtRisk',
  ],
  ...['audit', 'manageDeadLetters', 'mergeSkills', 'recommendationQuality', 'syncStatus'],
  ...['recordFeedback', 'recordProfileView', 'searchTalent', 'setUserRole'],
  ...['deleteMyAccount', 'eraseUser', 'exportMyData', 'keepMyAccount'],
];

const callables = await deployedCallables();

describe('a caller without a row', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
    await database.sql`
      insert into dead_letters (key, collection, path, version, reason)
      values ('users/rejected', 'users', 'users/rejected', 1, 'Postgres rejected the row (23505, users_pkey): correct it')`;
  });
  after(() => database.drop());

  it('is told apart in every callable about the caller', () => {
    const classified = [...new Set(ABOUT_THE_CALLER.map(([name]) => name)), ...ABOUT_OTHERS];
    assert.deepEqual(Object.keys(callables).sort(), classified.sort());
  });

  const dependencies = () => withoutRedis(database.sql, new Date('2026-03-16T12:00:00Z'));

  for (const [name, data] of ABOUT_THE_CALLER) {
    const ask = (uid: string): Promise<unknown> => {
      const definition = callables[name];
      assert.ok(definition !== undefined);
      return callAsPerson(definition, { uid, data }, dependencies());
    };
    it(`learns from ${name} ${JSON.stringify(data)} whether a profile was refused`, async () => {
      await assert.rejects(
        ask('rejected'),
        /^Error: Your profile was saved but cannot be used\. Ask an admin/,
      );
      await assert.rejects(ask('nobody'), /^Error: You have no profile yet: save it first\.$/);
    });
  }
});
