import { refreshMatchingStatistics } from '../../functions/src/people/matching/refreshMatchingStatistics.ts';
import { connect, type Sql } from '../../functions/src/platform/postgres.ts';
import { trainModels } from '../../functions/src/recommendations/refresh/trainModels.ts';
import { RECOMMENDERS } from '../../functions/src/recommendations/recommenders.ts';
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

/** Random students who ask once for each type, and those who ask before anything is measured. */
const ASKERS = 200;
const BEFORE = 20;

/** One of so many of them asks the obvious SQL as well, which takes seconds. */
const OBVIOUS_EACH = 5;

const LIMIT = 10;

/** As much as a small Neon compute has. */
const PAGES_MB = 1024;

/** The jobs of a night that recommendations stand on. */
const JOBS = [refreshMatchingStatistics, trainModels];

const TYPES = Object.keys(RECOMMENDERS) as RecommendationType[];

/**
 * Answers of `recommendations` that are computed on demand, without the cache and without kept lists, for random
 * students of a generated campus with 5,000 upcoming events, against the obvious SQL for a fifth of them afterwards.
 */
export async function measure(cleanup: Cleanup, { students }: BenchOptions): Promise<Record<string, number>> {
  const url = await startPostgres(cleanup, { sharedBuffersMb: PAGES_MB });
  await migrate(url);
  const sql = connect(url);
  cleanup(() => sql.end({ timeout: 5 }));
  await fill(sql, students);

  const rows = await sql<{ id: string }[]>`select id from users order by md5(id) limit ${ASKERS + BEFORE}`;
  const askers = rows.map(({ id }) => id);
  const cold = await timed(() => ask(sql, 'event', askers[0] ?? ''));
  for (const type of TYPES) for (const id of askers.slice(1, BEFORE)) await ask(sql, type, id);

  const times = TYPES.map((type) => ({ type, own: [] as number[], obvious: [] as number[] }));
  const asking = askers.slice(BEFORE);
  const bar = progress('Asking', 2 * asking.length);
  for (const [index, id] of asking.entries()) {
    for (const { type, own } of times) own.push(await timed(() => ask(sql, type, id)));
    bar.update(index + 1);
  }
  // Afterwards, since it leaves nothing in the caches.
  for (const [index, id] of asking.entries()) {
    if (index % OBVIOUS_EACH === 0) {
      for (const { type, obvious } of times) obvious.push(await timed(() => OBVIOUS[type](sql, id)));
    }
    bar.update(asking.length + index + 1);
  }
  bar.stop();

  const row = (milliseconds: number[]): Record<string, string> => ({
    'median ms': median(milliseconds).toFixed(1),
    'p95 ms': percentile95(milliseconds).toFixed(1),
  });
  console.log(
    `\n${students.toLocaleString('en')} students, ${String(ASKERS)} of whom ask for ${String(LIMIT)}`,
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
  return {
    // What a user may have to wait for, whichever type it is.
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
    `Filled, with a night, in ${((performance.now() - started) / 1000).toFixed(0)} s: ${seconds.join(', ')}.`,
  );
}

async function ask(sql: Sql, type: RecommendationType, id: string): Promise<void> {
  const context = callContext(sql, id);
  await recommendations.definition.handle(context, { type, limit: LIMIT });
}
