import { recomputeScores } from '../../functions/src/engagement/score/recomputeScores.ts';
import { ACTIVE_DAYS, HALF_LIFE_DAYS } from '../../functions/src/engagement/score/scoreFormula.ts';
import { refreshMatchingStatistics } from '../../functions/src/people/matching/refreshMatchingStatistics.ts';
import { connect, type Sql } from '../../functions/src/platform/postgres.ts';
import type { Cleanup } from '../lib/command.ts';
import { migrate } from '../lib/migrations.ts';
import { progress } from '../lib/progress.ts';
import { startPostgres } from '../local/postgres.ts';
import { fillActiveCampus, oneMoreDay } from './activeCampus.ts';
import { median } from 'simple-statistics';
import { timed, type BenchOptions } from './bench.ts';
import { engagementOfStudent } from './engagementByStudent.ts';

const DAYS = 365;
const LAST = '2026-06-30';

/** Students the per-student loop is timed for, then extrapolated; all of them would take too long. */
const SAMPLE = 300;

/** Late changes per round: reactions to older posts, attendance recorded late. */
const LATE = 700;

const PAGES_MB = 1024;

/**
 * The nightly jobs on a generated campus with a year of activity. Recomputing everyone's engagement for one more
 * day is compared with a single pass over the rows behind it and with a loop over students, in the same run.
 */
export async function measure(
  cleanup: Cleanup,
  { students, rounds }: BenchOptions,
): Promise<Record<string, number>> {
  const url = await startPostgres(cleanup, { sharedBuffersMb: PAGES_MB });
  await migrate(url);
  const sql = connect(url);
  cleanup(() => sql.end({ timeout: 5 }));
  const bar = progress(`${students.toLocaleString('en')} students, ${String(DAYS)} days`, 2 + rounds);
  await fillActiveCampus(sql, { students, days: DAYS, last: LAST });
  bar.update(1);
  const history = await seconds(() => recomputeScores(sql, endOf(LAST), { from: '2000-01-01', to: LAST }));
  await sql`vacuum analyze`;
  bar.update(2);

  const times = { night: [] as number[], pass: [] as number[], recent: [] as number[], late: [] as number[] };
  for (let round = 1; round <= rounds; round += 1) {
    const day = later(LAST, round);
    await oneMoreDay(sql, day);
    await sql`vacuum analyze`;
    times.night.push(await seconds(() => recomputeScores(sql, endOf(day))));
    times.pass.push(await seconds(() => onePass(sql, day, DAYS + rounds)));
    times.recent.push(await seconds(() => onePass(sql, day, ACTIVE_DAYS)));
    await lateChanges(sql, day);
    times.late.push(await seconds(() => recomputeScores(sql, endOf(day))));
    bar.update(2 + round);
  }
  bar.stop();
  const last = later(LAST, rounds);
  const loop = (await seconds(() => studentByStudent(sql, last))) * (students / SAMPLE);
  const matching = await seconds(() => refreshMatchingStatistics(sql, endOf(last)));
  const bytes = await bytesOfEngagement(sql);

  const night = median(times.night);
  const pass = median(times.pass);
  console.table({
    'one more day, all students': { seconds: night.toFixed(2) },
    '… one pass over that day and all earlier ones, which the scores sum up': { seconds: pass.toFixed(2) },
    [`… one pass over that day and the ${String(ACTIVE_DAYS)} days before`]: {
      seconds: median(times.recent).toFixed(2),
    },
    [`… one student at a time (extrapolated from ${String(SAMPLE)})`]: { seconds: loop.toFixed(0) },
    [`… ${String(LATE)} late changes from the last ${String(ACTIVE_DAYS)} days`]: {
      seconds: median(times.late).toFixed(2),
    },
    'the whole year at once': { seconds: history.toFixed(1) },
    'matching statistics': { seconds: matching.toFixed(1) },
  });
  console.log(
    `${String(Math.round(bytes / students))} bytes per student and year (${(bytes / 1e6).toFixed(0)} MB).`,
  );
  return {
    engagement_vs_scan: night / pass,
    engagement_vs_recent_scan: night / median(times.recent),
    engagement_s: night,
    engagement_late_s: median(times.late),
    engagement_year_s: history,
    engagement_speedup: loop / night,
    engagement_bytes: bytes / students,
    matching_s: matching,
  };
}

/**
 * One single-process pass over the day's actions and the decayed points of the days before: either the window in
 * which an active student must have acted, or all days that the sums contain.
 */
function onePass(sql: Sql, day: string, days: number): Promise<unknown> {
  const begin = sql`${day}::text::timestamp at time zone 'UTC'`;
  const end = sql`${later(day, 1)}::text::timestamp at time zone 'UTC'`;
  return sql.begin(async (transaction) => {
    await transaction`select set_config('max_parallel_workers_per_gather', '0', true)`;
    await transaction`
      select
        (select count(*) from showcase_posts where created_at >= ${begin} and created_at < ${end}),
        (select count(*) from event_attendance where attended_at >= ${begin} and attended_at < ${end}),
        (select count(*) from connections where created_at >= ${begin} and created_at < ${end}),
        (select count(*) from profile_view_counts where date = ${day}::text::date),
        (
          select sum(points * power(2::float8, (date - ${day}::text::date) / ${HALF_LIFE_DAYS}::float8))
          from user_engagement_metrics
          where date > ${day}::text::date - ${days}::integer and date <= ${day}::text::date
        )`;
  });
}

async function lateChanges(sql: Sql, day: string): Promise<void> {
  const from = later(day, -ACTIVE_DAYS);
  await sql`
    update showcase_posts set engagement_metrics = '{"likes": 40, "comments": 3, "shares": 1}', version = version + 1
    where id in (
      select id from showcase_posts where created_at between ${from}::text::date and ${day}::text::date
      order by random() limit ${(LATE * 5) / 7}
    )`;
  await sql`
    update event_attendance set status = 'attended', attended_at = start_date, version = event_attendance.version + 1
    from events
    where events.id = event_id and (user_id, event_id) in (
      select user_id, event_id from event_attendance join events on events.id = event_id
      where status = 'going' and start_date between ${from}::text::date and ${day}::text::date
      order by random() limit ${(LATE * 2) / 7}
    )`;
}

async function studentByStudent(sql: Sql, day: string): Promise<void> {
  const sample = await sql<{ id: string }[]>`select id from users order by md5(id) limit ${SAMPLE}`;
  for (const { id } of sample) await engagementOfStudent(sql, id, day);
}

async function bytesOfEngagement(sql: Sql): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select sum(pg_total_relation_size(oid))::float8 as bytes from pg_class
    where relname in ('user_engagement_metrics', 'engagement_levels', 'profile_view_counts')`;
  return row?.bytes ?? NaN;
}

function later(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

function endOf(day: string): Date {
  return new Date(`${day}T23:59:00Z`);
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  return (await timed(work)) / 1000;
}
