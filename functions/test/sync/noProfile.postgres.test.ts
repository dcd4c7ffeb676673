import assert from 'node:assert/strict';
import { careerPaths } from '../../src/careers/careerPaths.ts';
import { engagementForecast } from '../../src/engagement/engagementForecast.ts';
import { similarStudents } from '../../src/people/similarStudents.ts';
import { call } from '../../src/platform/callable.ts';
import { recommendations } from '../../src/recommendations/recommendations.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { change } from '../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';
import { billsNoRead, withoutRedis } from '../support/dependencies.ts';

describe('a caller without a row', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
    await new Writer(database.sql, allCollections).apply([
      change('users/refused', 1, { email: 'secret@c.example', bio: 'Private words' }),
    ]);
    await database.sql`
      insert into dead_letters (key, collection, path, version, reason)
      values ('users/rejected', 'users', 'users/rejected', 1, 'Postgres rejected the row (23505, users_pkey): correct it')`;
  });
  after(() => database.drop());

  const asks: Record<string, (uid: string) => Promise<unknown>> = {
    similarStudents: (uid) => call(similarStudents.definition, { uid, data: {} }, dependencies()),
    careerPaths: (uid) => call(careerPaths.definition, { uid, data: {} }, dependencies()),
    engagementForecast: (uid) => call(engagementForecast.definition, { uid, data: {} }, dependencies()),
  };
  for (const type of ['event', 'user', 'skill']) {
    asks[`recommendations of type ${type}`] = (uid) =>
      call(recommendations.definition, { uid, data: { type } }, dependencies());
  }
  const dependencies = () => ({
    ...withoutRedis(database.sql, new Date('2026-03-16T12:00:00Z')),
    ...billsNoRead,
  });

  for (const [name, ask] of Object.entries(asks)) {
    it(`learns from ${name} what is wrong with the profile that was refused`, async () => {
      await assert.rejects(ask('refused'), (error: Error & { code: string }) => {
        assert.equal(error.code, 'not-found');
        assert.match(
          error.message,
          /^Your profile was saved but cannot be used: name must be text, but is missing\. /,
        );
        assert.doesNotMatch(error.message, /secret|Private|Firestore/);
        return true;
      });
      await assert.rejects(
        ask('rejected'),
        /^Error: Your profile was saved but cannot be used\. Ask an admin/,
      );
      await assert.rejects(ask('nobody'), /^Error: You have no profile yet: save it first\.$/);
    });
  }
});
