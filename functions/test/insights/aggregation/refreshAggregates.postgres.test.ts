import assert from 'node:assert/strict';
import { recomputeScores } from '../../../src/engagement/score/recomputeScores.ts';
import { refreshAggregates } from '../../../src/insights/aggregation/refreshAggregates.ts';
import { makeWeeklyReport } from '../../../src/insights/report/makeWeeklyReport.ts';
import { connect, type Sql } from '../../../src/platform/postgres.ts';
import { generateCampus } from '../../../../scripts/campus/campus.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { writeDocuments } from '../../support/writeDocuments.ts';
import type { JsonObject } from '../../../src/platform/documents/json.ts';

const NOW = new Date('2026-03-16T12:00:00Z');
const TABLES = [
  'insight_months',
  'insight_people',
  'event_insights',
  'event_departments',
  'event_visitor_skills',
  'event_pairs',
  'skill_pairs',
  'skill_pair_people',
  'insight_refresh',
];

describe('refreshAggregates', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
    const campus = generateCampus({ students: 60, now: NOW }).map(
      ({ path, fields }): [string, JsonObject] => [path, JSON.parse(JSON.stringify(fields)) as JsonObject],
    );
    await writeDocuments(database.sql, Object.fromEntries(campus));
    await recomputeScores(database.sql, NOW);
  });
  afterEach(() => database.drop());

  async function contents(sql: Sql): Promise<Record<string, string>> {
    const tables: [string, string][] = [];
    for (const table of TABLES) {
      const [row] = await sql<{ rows: string }[]>`
        select coalesce(json_agg(line order by line)::text, '') as rows
        from (select row_to_json(whole)::text as line from ${sql(table)} as whole) as lines`;
      tables.push([table, row?.rows ?? '']);
    }
    return Object.fromEntries(tables);
  }

  it('gives the same result when repeated, run concurrently, or restarted after being killed', async () => {
    const { sql } = database;
    await refreshAggregates(sql, NOW);
    const clean = await contents(sql);
    assert.match(clean['event_pairs'] ?? '', /people/);
    assert.match(clean['skill_pairs'] ?? '', /people/);
    await refreshAggregates(sql, NOW);
    assert.deepEqual(await contents(sql), clean);

    for (const table of TABLES) await sql`delete from ${sql(table)}`;
    const both = await Promise.all([refreshAggregates(sql, NOW), refreshAggregates(sql, NOW)]);
    assert.ok(both.some((events) => events !== null));
    assert.deepEqual(await contents(sql), clean);

    for (const table of TABLES) await sql`delete from ${sql(table)}`;
    const victim = connect(database.url, { max: 1, applicationName: 'victim' });
    // By then the months are counted and the refresh waits for event_pairs.
    await sql.begin(async (lock) => {
      await lock`lock table event_pairs in exclusive mode`;
      const killed = assert.rejects(refreshAggregates(victim, NOW));
      await database.untilBlocked();
      await database.direct`
        select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim'`;
      await killed;
    });
    await victim.end();
    for (const rows of Object.values(await contents(sql)))
      assert.equal(rows, '', 'a killed refresh leaves nothing behind');
    await refreshAggregates(sql, NOW);
    assert.deepEqual(await contents(sql), clean);
  });

  it('closes a month a week after its end', async () => {
    const { sql } = database;
    const months = async (): Promise<string[]> =>
      (
        await sql<{ month: string }[]>`select month::text from insight_months where closed order by month`
      ).map(({ month }) => month);
    await refreshAggregates(sql, new Date('2026-03-07T12:00:00Z'));
    assert.equal((await months()).at(-1), '2026-01-01');
    await refreshAggregates(sql, new Date('2026-03-08T12:00:00Z'));
    assert.equal((await months()).at(-1), '2026-02-01');
    assert.equal((await months()).length, 12);
  });

  it('stores one report per week and never changes it', async () => {
    const { sql } = database;
    await refreshAggregates(sql, NOW);
    const status = {
      control: { mode: 'on' as const, collections: {}, pausedSince: null },
      ...{
        lagSeconds: 2,
        heartbeatAt: null,
        oldestUnappliedSeconds: 0,
        deferredDocuments: 0,
        deferredByTable: {},
      },
      ...{ deadLetters: { open: 3, discarded: 0 }, collections: {}, reconciled: true, checks: {} },
    };
    await makeWeeklyReport(sql, NOW, status);
    const stored = await sql`select week::text, made_at, report from platform_reports`;
    assert.equal(stored[0]?.['week'], '2026-03-09');
    await writeDocuments(sql, {
      'users/new': { email: 'x@x.example', name: 'New', createdAt: '2026-03-10' },
    });
    await makeWeeklyReport(sql, new Date('2026-03-18T12:00:00Z'), status);
    assert.deepEqual([...(await sql`select week::text, made_at, report from platform_reports`)], [...stored]);
    await makeWeeklyReport(sql, new Date('2026-03-23T12:00:00Z'), status);
    const weeks = await sql<{ week: string }[]>`select week::text from platform_reports order by 1`;
    assert.deepEqual(
      weeks.map(({ week }) => week),
      ['2026-03-09', '2026-03-16'],
    );
  });
});
