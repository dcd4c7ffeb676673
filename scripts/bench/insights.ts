import { recomputeScores } from '../../functions/src/engagement/score/recomputeScores.ts';
import { refreshAggregates } from '../../functions/src/insights/aggregation/refreshAggregates.ts';
import { departmentOverview } from '../../functions/src/insights/departmentOverview.ts';
import { eventInsights } from '../../functions/src/insights/eventInsights.ts';
import { platformReport } from '../../functions/src/insights/platformReport.ts';
import { makeWeeklyReport } from '../../functions/src/insights/report/makeWeeklyReport.ts';
import { skillTrends } from '../../functions/src/insights/skillTrends.ts';
import { userAnalytics } from '../../functions/src/insights/userAnalytics.ts';
import type { CallContext } from '../../functions/src/platform/callable.ts';
import { connect, type Sql } from '../../functions/src/platform/postgres.ts';
import type { SyncStatus } from '../../functions/src/sync/index.ts';
import type { Cleanup } from '../lib/command.ts';
import { migrate } from '../lib/migrations.ts';
import { progress } from '../lib/progress.ts';
import { startPostgres } from '../local/postgres.ts';
import { fillActiveCampus } from './activeCampus.ts';
import { median } from 'simple-statistics';
import { percentile95, timed, type BenchOptions } from './bench.ts';
import * as obvious from './obviousInsights.ts';
import { callContext } from '../lib/callContext.ts';

const DAYS = 365;
const LAST = '2026-06-30';
/** May is a closed month at this time. */
const NOW = new Date(`${LAST}T23:59:00Z`);
const MONTH = '2026-05-01';

/** Calls per callable, and how many of them are also timed as obvious SQL. */
const QUESTIONS = 100;
const OBVIOUS = 10;

const PAGES_MB = 1024;

/** Tables that the callables read. */
const SUMMARIES = [
  'insight_people',
  'event_insights',
  'event_departments',
  'event_visitor_skills',
  'event_pairs',
  'skill_pairs',
];

/** One callable, and the query for the same figures without the nightly tables. */
interface Question {
  ask: (number: number) => Promise<unknown>;
  obvious: (number: number) => Promise<unknown>;
}

/**
 * Latency of every insights callable, uncached, on a generated campus with a year of activity, against the obvious
 * SQL over the synchronised tables, in turn. Also the duration of the nightly refresh.
 */
export async function measure(cleanup: Cleanup, { students }: BenchOptions): Promise<Record<string, number>> {
  const url = await startPostgres(cleanup, { sharedBuffersMb: PAGES_MB });
  await migrate(url);
  const sql = connect(url);
  cleanup(() => sql.end({ timeout: 5 }));
  const bar = progress(`${students.toLocaleString('en')} students, ${String(DAYS)} days`, 3);
  await fillActiveCampus(sql, { students, days: DAYS, last: LAST });
  await completeCampus(sql);
  bar.update(1);
  await recomputeScores(sql, NOW, { from: '2000-01-01', to: LAST });
  await sql`vacuum analyze`;
  bar.update(2);
  const first = (await timed(() => refreshAggregates(sql, NOW))) / 1000;
  await sql`vacuum analyze`;
  const night = (await timed(() => refreshAggregates(sql, NOW))) / 1000;
  await makeWeeklyReport(sql, NOW, NO_STATUS);
  await sql`vacuum analyze`;
  bar.update(3);
  bar.stop();

  const figures: Record<string, number> = { night_s: night, first_night_s: first };
  const table: Record<string, Record<string, string>> = {};
  const all = { p95: [] as number[], speedup: [] as number[] };
  for (const [name, question] of Object.entries(await questions(sql))) {
    const { own, other } = await times(name, question);
    const [p95, speedup] = [percentile95(own), percentile95(other) / percentile95(own)];
    all.p95.push(p95);
    all.speedup.push(speedup);
    figures[`${name}_p95_ms`] = p95;
    table[name] = {
      'median ms': median(own).toFixed(1),
      'p95 ms': p95.toFixed(1),
      'obvious SQL: p95 ms': percentile95(other).toFixed(0),
      'speed-up': speedup.toFixed(0),
    };
  }
  console.table(table);
  const bytes = await bytesOfSummaries(sql);
  console.log(
    `A nightly refresh took ${night.toFixed(1)} s, the first one, with twelve months, ${first.toFixed(1)} s; ${String(Math.round(bytes / students))} bytes per student (${(bytes / 1e6).toFixed(0)} MB).`,
  );
  return {
    p95_ms: Math.max(...all.p95),
    speedup: Math.min(...all.speedup),
    ...figures,
    bytes: bytes / students,
  };
}

/** Adds what the generated campus lacks: join dates and event skills. */
async function completeCampus(sql: Sql): Promise<void> {
  await sql.begin(async (transaction) => {
    // As when filling the campus: otherwise the triggers queue everyone.
    await transaction`set local session_replication_role = replica`;
    await transaction`select setseed(0.5)`;
    await transaction`
      update users set created_at = ${NOW}::timestamptz - random() * interval '500 days'`;
    await transaction`
      insert into event_skills (event_id, skill_id, spelling)
      select distinct events.id, 1 + floor(random() * 3000)::integer, 'x' from events, generate_series(1, 3)`;
  });
  await sql`vacuum analyze`;
}

async function questions(sql: Sql): Promise<Record<string, Question>> {
  const people = await sql<{ id: string; department_key: string }[]>`
    select id, department_key from users order by md5(id) offset 1 limit ${QUESTIONS}`;
  const events = await sql<{ id: string }[]>`select id from events order by md5(id) limit ${QUESTIONS}`;
  const at = <One>(list: One[], number: number): One => {
    const one = list[number % list.length];
    if (one === undefined) throw new Error('the campus is empty');
    return one;
  };
  const as = (number: number): CallContext => {
    const { id, department_key: department } = at(people, number);
    return callContext(sql, id, { now: NOW, reach: 'departments', departments: [department] });
  };
  // Every other call asks for the whole campus.
  const departmentFor = (number: number): { department?: string } =>
    number % 2 === 0 ? {} : { department: at(people, number).department_key };
  return {
    userAnalytics: {
      ask: (number) => userAnalytics.definition.handle(as(number), { limit: 10 }),
      obvious: (number) => obvious.userAnalytics(sql, at(people, number).id, LAST),
    },
    skillTrends: {
      ask: (number) => skillTrends.definition.handle(as(number), { limit: 10, ...departmentFor(number) }),
      obvious: (number) => obvious.skillTrends(sql, departmentFor(number).department ?? null, MONTH),
    },
    eventInsights: {
      ask: (number) =>
        eventInsights.definition.handle(as(number), { eventId: at(events, number).id, limit: 10 }),
      obvious: (number) => obvious.eventInsights(sql, at(events, number).id),
    },
    departmentOverview: {
      ask: (number) => departmentOverview.definition.handle(as(number), { limit: 10 }),
      obvious: (number) => obvious.departmentOverview(sql, at(people, number).department_key, MONTH),
    },
    platformReport: {
      ask: (number) => platformReport.definition.handle(as(number), { csv: number % 2 === 1 }),
      obvious: () => obvious.platformReport(sql, MONTH),
    },
  };
}

/** Latencies in milliseconds of the callable and of the obvious SQL. */
async function times(name: string, { ask, obvious }: Question): Promise<{ own: number[]; other: number[] }> {
  const [own, other]: [number[], number[]] = [[], []];
  // Warm up: open connections and read the indexes from disk.
  for (let number = 0; number < 10; number += 1) await ask(number);
  const bar = progress(name, QUESTIONS);
  for (let number = 0; number < QUESTIONS; number += 1) {
    own.push(await timed(() => ask(number)));
    if (number < OBVIOUS) other.push(await timed(() => obvious(number)));
    bar.update(number + 1);
  }
  bar.stop();
  return { own, other };
}

async function bytesOfSummaries(sql: Sql): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select sum(pg_total_relation_size(oid))::float8 as bytes from pg_class
    where relname = any(${`{${SUMMARIES.join(',')}}`}::text[])`;
  return row?.bytes ?? NaN;
}

/** Status of a synchronisation that has done nothing: this bench has no Firestore. */
const NO_STATUS: SyncStatus = {
  control: { mode: 'on', collections: {}, pausedSince: null },
  lagSeconds: null,
  heartbeatAt: null,
  oldestUnappliedSeconds: 0,
  deferredDocuments: 0,
  deferredByTable: {},
  deadLetters: { open: 0, discarded: 0 },
  collections: {},
  reconciled: true,
  checks: {},
};
