import assert from 'node:assert/strict';
import { engagementForecast } from '../../../src/engagement/engagementForecast.ts';
import { recomputeScores } from '../../../src/engagement/score/recomputeScores.ts';
import { studentsAtRisk } from '../../../src/engagement/studentsAtRisk.ts';
import { refreshAggregates } from '../../../src/insights/aggregation/refreshAggregates.ts';
import { eventInsights } from '../../../src/insights/eventInsights.ts';
import { platformReport } from '../../../src/insights/platformReport.ts';
import { userAnalytics } from '../../../src/insights/userAnalytics.ts';
import { similarStudents } from '../../../src/people/similarStudents.ts';
import type { Callable } from '../../../src/platform/callable.ts';
import type { Json, JsonObject } from '../../../src/platform/documents/json.ts';
import { connect, type Sql } from '../../../src/platform/postgres.ts';
import { recommendations } from '../../../src/recommendations/recommendations.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { toIncomingChange } from '../../../src/sync/pipeline/prepareChange.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { callAsPerson, withoutRedis } from '../../support/dependencies.ts';

const NOW = new Date('2026-11-30T01:30:00Z');
const WRITTEN = '2026-11-29T12:00:00Z';

const user = (fields: JsonObject = {}): JsonObject => ({
  email: 'x@c.example',
  name: 'X',
  role: 'student',
  ...fields,
});
const event = (startDate: Json): JsonObject => ({ title: 'Robotics evening', startDate, category: 'tech' });

/** No calendar goes there; Postgres writes the offsets of some with seconds, and Firestore has no earlier or later year. */
const ODD_TIMES = [
  '0001-01-01T00:00:00Z',
  '1883-01-01T00:00:00Z',
  '2200-01-01T00:00:00Z',
  '9999-12-31T00:00:00Z',
];

for (const zone of ['America/New_York', 'Asia/Kolkata']) {
  describe(`times in a database in ${zone}`, () => {
    let database: TestDatabase;
    let sql: Sql;
    beforeEach(async () => {
      database = await migratedDatabase();
      const [name] = await database.sql<{ name: string }[]>`select current_database() as name`;
      await database.sql.unsafe(`alter database ${name?.name ?? ''} set timezone = '${zone}'`);
      // The setting holds for new sessions.
      sql = connect(database.url);
    });
    afterEach(async () => {
      await sql.end();
      await database.drop();
    });

    async function write(documents: Record<string, JsonObject>): Promise<void> {
      const [version, createTime, updateTime] = [Date.parse(WRITTEN) * 1000, WRITTEN, WRITTEN];
      await new Writer(sql, allCollections).apply(
        Object.entries(documents).map(([path, data]) =>
          toIncomingChange({ kind: 'upsert', path, version, createTime, updateTime, data }),
        ),
      );
    }

    /** The answer, in which every time is RFC 3339 in UTC. */
    async function ask<Input, Output>(
      { definition }: Callable<Input, Output>,
      uid: string,
      data: unknown = {},
    ): Promise<Output> {
      const answer = await callAsPerson(definition, { uid, data }, withoutRedis(sql, NOW));
      const times = JSON.stringify(answer).match(/"[+-]?\d{1,6}-\d\d-\d\d[T ]\d\d:[^"]*"/g) ?? [];
      for (const time of times) assert.match(time, /^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"$/);
      return answer;
    }

    it('rank no event outside the years of calendars, and the others as if it were not there', async () => {
      await write({
        'users/u': user({ skills: ['Go'] }),
        'events/f': event({ $timestamp: '2026-12-10T18:00:00Z' }),
      });
      const recommend = async (): Promise<unknown> =>
        (await ask(recommendations, 'u', { type: 'event' })).recommendations;
      const before = await recommend();
      await write(
        Object.fromEntries(
          ODD_TIMES.map((time, number) => [`events/y${String(number)}`, event({ $timestamp: time })]),
        ),
      );
      assert.deepEqual(await recommend(), before);
      assert.equal((before as object[]).length, 1);
    });

    it('are not believed of a document that was written earlier, nor do they break another’s answer', async () => {
      await write({
        'users/asker': user({ skills: ['Go'] }),
        'users/admin': user({ role: 'admin' }),
        'users/n0': user({ skills: ['Go'] }),
        'events/e': { ...event('2026-12-10T18:00:00Z'), endDate: { $timestamp: '9999-12-31T00:00:00Z' } },
      });
      for (const [number, time] of ODD_TIMES.entries()) {
        const me = `me${String(number)}`;
        const claimed = { $timestamp: time };
        await write({
          [`users/${me}`]: user({ createdAt: claimed, skills: ['Go'] }),
          [`users/${me}/positions/p`]: { title: 'Clerk', startDate: claimed, endDate: claimed },
          [`showcase_posts/${me}`]: { userId: me, content: 'x', createdAt: claimed },
          [`connections/${me}`]: { fromUid: me, toUid: 'n0', status: 'accepted', createdAt: claimed },
          [`events/e/attendees/${me}`]: { status: 'attended', attendedAt: claimed, createdAt: claimed },
        });
      }
      await recomputeScores(sql, NOW);
      await refreshAggregates(sql, NOW);
      assert.equal((await ask(similarStudents, 'asker', { limit: 10 })).students.length, 5);
      const people = await ask(recommendations, 'asker', { type: 'user', limit: 10 });
      assert.equal(people.recommendations.length, 5);
      for (const type of ['event', 'skill']) await ask(recommendations, 'asker', { type });
      await ask(platformReport, 'admin');
      await ask(studentsAtRisk, 'admin', { below: 1 });
      assert.equal((await ask(eventInsights, 'admin', { eventId: 'e' })).event.end, null);
      for (const uid of ['asker', 'me0', 'me3']) {
        await ask(userAnalytics, uid);
        await ask(engagementForecast, uid);
      }
      const late = await sql`
        select id from users where created_at > ${WRITTEN} union all
        select id from showcase_posts where created_at > ${WRITTEN} union all
        select id from connections where created_at > ${WRITTEN} union all
        select user_id from event_attendance where greatest(created_at, attended_at) > ${WRITTEN}`;
      assert.deepEqual([...late], []);
    });
  });
}
