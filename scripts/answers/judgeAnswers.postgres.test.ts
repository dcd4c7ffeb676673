import assert from 'node:assert/strict';
import * as deployed from '../../functions/src/index.ts';
import type { CallableDefinition } from '../../functions/src/platform/callable.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { runNight, writeCampus } from '../../functions/test/support/campus.ts';
import { migratedDatabase, type TestDatabase } from '../../functions/test/support/database.ts';
import { callAsPerson, withoutRedis } from '../../functions/test/support/dependencies.ts';
import { isThorough } from '../../functions/test/support/thorough.ts';
import { judgeAnswers, pickStudents, type Ask } from './judgeAnswers.ts';

const YEAR_MS = 365.25 * 24 * 60 * 60 * 1000;
const TODAY = new Date();
const STUDENTS_ASKED = 20;

/** Fixed, so that a run can be repeated; ANSWERS_SEED asks other students. */
const SEED = Number(process.env['ANSWERS_SEED'] ?? 11);

const DAYS = [
  ['on a leap day', new Date('2028-02-29T12:00:00Z'), 120],
  ['today', TODAY, 160],
  ['in a year', new Date(TODAY.getTime() + YEAR_MS), 120],
] as const;

describe('the answers to the students of the sample campus', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
  });
  afterEach(() => database.drop());

  for (const [when, now, students] of isThorough ? DAYS : DAYS.slice(0, 1)) {
    it(`are about them, and true, ${when} (seed ${String(SEED)})`, async () => {
      await writeCampus(database.sql, { students, now });
      await runNight(database.sql, now);
      const asked = await pickStudents(database.sql, STUDENTS_ASKED, SEED);
      const verdict = await judgeAnswers({ sql: database.sql, now }, asked, {
        ask: askInProcess(database.sql, now),
        admin: await anAdmin(database.sql),
      });
      assert.deepEqual(verdict.problems, []);
      assert.ok(verdict.claims > 40 * STUDENTS_ASKED, String(verdict.claims));
      // On so small a campus the model may not beat its baseline; then everybody's forecast is a prior, and says so.
      const priors = verdict.empty['engagementForecast']?.length === STUDENTS_ASKED ? STUDENTS_ASKED : 0;
      assert.ok(verdict.personal >= 0.95 * (verdict.asked - priors), JSON.stringify(verdict.empty));
    });
  }
});

function askInProcess(sql: Sql, now: Date): Ask {
  return (name, uid, data) => {
    const { definition } =
      (deployed as unknown as Record<string, { definition: CallableDefinition<never, unknown> }>)[name] ??
      assert.fail(`there is no callable ${name}`);
    return callAsPerson(definition, { uid, data }, withoutRedis(sql, now));
  };
}

async function anAdmin(sql: Sql): Promise<string> {
  const [admin] = await sql<{ id: string }[]>`select id from users where role = 'admin' and live limit 1`;
  if (admin === undefined) {
    await sql`update users set role = 'admin' where id = (select id from users where role = 'faculty' limit 1)`;
    return anAdmin(sql);
  }
  return admin.id;
}
