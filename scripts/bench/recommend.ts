import { refreshMatchingStatistics } from '../../functions/src/people/matching/refreshMatchingStatistics.ts';
import { connect, type Sql } from '../../functions/src/platform/postgres.ts';
import { trainModels } from '../../functions/src/recommendations/refresh/trainModels.ts';
import { RECOMMENDERS } from '../../functions/src/recommendations/recommenderOfType.ts';
import { recommendations } from '../../functions/src/recommendations/recommendations.ts';
import type { RecommendationType } from '../../functions/src/recommendations/recommender.ts';
import type { Cleanup } from '../lib/command.ts';
import { migrate } from '../lib/migrations.ts';
import { progress } from '../lib/progress.ts';
import { startPostgres } from '../local/postgres.ts';
import { median } from 'simple-statistics';
import { percentile95, timed, type BenchOptions } from './bench.ts';
import { OBVIOUS } from './obviousRecommendations.ts';
import { fillRecommendCampus } from './recommendCampus.ts';
import { callContext } from '../lib/callContext.ts';

/** Random students who are measured, once for each type, and those who ask before to warm up. */
const REQUESTERS = 200;
const WARM_UP = 20;

/** Every so many students ask the obvious SQL as well, which takes seconds. */
const OBVIOUS_EVERY = 5;

const LIMIT = 10;

/** The memory of a small Neon compute. */
const SHARED_BUFFERS_MB = 1024;

/** The nightly jobs that recommendations use. */
const JOBS = [refreshMatchingStatistics, trainModels];

const TYPES = Object.keys(RECOMMENDERS) as RecommendationType[];

/**
 * Measures `recommendations` on demand, without the cache and without stored lists, for random students of a generated
 * campus with 5,000 upcoming events, against the obvious SQL for a fifth of them.
 */
export async function measure(cleanup: Cleanup, { students }: BenchOptions): Promise<Record<string, number>> {
  const url = await startPostgres(cleanup, { sharedBuffersMb: SHARED_BUFFERS_MB });
  await migrate(url);
  const sql = connect(url);
  cleanup(() => sql.end({ timeout: 5 }));
  await fill(sql, students);

  const rows = await sql<
    { id: string }[]
  >`select id from users order by md5(id) limit ${REQUESTERS + WARM_UP}`;
  const requesters = rows.map(({ id }) => id);
  const cold = await timed(() => ask(sql, 'event', requesters[0] ?? ''));
  for (const type of TYPES) for (const id of requesters.slice(1, WARM_UP)) await ask(sql, type, id);

  const times = await measureTimes(sql, requesters.slice(WARM_UP));
  report(students, cold, times);
  return {
    // The slowest type, which is what a user may have to wait for.
    p95_ms: Math.max(...times.map(({ own }) => percentile95(own))),
    first_ms: cold,
    ...Object.fromEntries(times.map(({ type, own }) => [`${type}_p95_ms`, percentile95(own)])),
    ...Object.fromEntries(
      times.map(({ type, own, obvious }) => [
        `${type}_p95_speedup`,
        percentile95(obvious) / percentile95(own),
      ]),
    ),
  };
}

/** Milliseconds of each answer, and of the obvious SQL. */
interface Times {
  type: RecommendationType;
  own: number[];
  obvious: number[];
}

async function measureTimes(sql: Sql, requesters: string[]): Promise<Times[]> {
  const times = TYPES.map((type): Times => ({ type, own: [], obvious: [] }));
  const bar = progress('Asking', 2 * requesters.length);
  for (const [index, id] of requesters.entries()) {
    for (const { type, own } of times) own.push(await timed(() => ask(sql, type, id)));
    bar.update(index + 1);
  }
  // Last, since it evicts everything from Postgres' cache.
  for (const [index, id] of requesters.entries()) {
    if (index % OBVIOUS_EVERY === 0) {
      for (const { type, obvious } of times) obvious.push(await timed(() => OBVIOUS[type](sql, id)));
    }
    bar.update(requesters.length + index + 1);
  }
  bar.stop();
  return times;
}

function report(students: number, cold: number, times: Times[]): void {
  const row = (milliseconds: number[]): Record<string, string> => ({
    'median ms': median(milliseconds).toFixed(1),
    'p95 ms': percentile95(milliseconds).toFixed(1),
  });
  console.log(
    `\n${students.toLocaleString('en')} students, ${String(REQUESTERS)} of whom ask for ${String(LIMIT)}`,
  );
  console.table(
    Object.fromEntries(
      times.flatMap(({ type, own, obvious }) => [
        [type, row(own)],
        [`${type}, the obvious SQL`, row(obvious)],
      ]),
    ),
  );
  console.log(`The first answer of an instance, which reads the events, took ${cold.toFixed(0)} ms.`);
}

async function fill(sql: Sql, students: number): Promise<void> {
  const started = performance.now();
  const bar = progress(`${students.toLocaleString('en')} students`, JOBS.length + 1);
  await fillRecommendCampus(sql, students);
  bar.update(1);
  const seconds: string[] = [];
  for (const [index, job] of JOBS.entries()) {
    seconds.push(`${job.name} ${((await timed(() => job(sql, new Date()))) / 1000).toFixed(0)} s`);
    bar.update(index + 2);
  }
  await sql`vacuum analyze`;
  bar.stop();
  console.log(
    `Filled and ran the nightly jobs in ${((performance.now() - started) / 1000).toFixed(0)} s: ${seconds.join(', ')}.`,
  );
}

async function ask(sql: Sql, type: RecommendationType, id: string): Promise<void> {
  const context = callContext(sql, id);
  await recommendations.definition.handle(context, { type, limit: LIMIT });
}
