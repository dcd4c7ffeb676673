import { refreshMatchingStatistics } from '../../functions/src/people/matching/refreshMatchingStatistics.ts';
import { similarStudents } from '../../functions/src/people/similarStudents.ts';
import { connect, type Sql } from '../../functions/src/platform/postgres.ts';
import type { Cleanup } from '../lib/command.ts';
import { migrate } from '../lib/migrations.ts';
import { progress } from '../lib/progress.ts';
import { startPostgres } from '../local/postgres.ts';
import { median } from 'simple-statistics';
import { percentile95, timed, type BenchOptions } from './bench.ts';
import { BruteForceSimilarity } from './bruteForceSimilarity.ts';
import { matchingSlowdown } from './matchingSlowdown.ts';
import { obviousSimilarity } from './obviousSimilarity.ts';
import { fillCampus } from './similarCampus.ts';
import { callContext } from '../lib/callContext.ts';

/** Random students who call the function. */
const REQUESTERS = 200;

const LIMIT = 10;

/** Memory of a small Neon compute: the data of 100,000 students fits, that of a million does not. */
const PAGES_MB = 1024;

/** Factor between the large campus and the normal one. */
const LARGE = 10;

/** Tables and indexes that exist only for the search. */
const SEARCH_RELATIONS = [
  'idx_user_skills_skill_id',
  'idx_event_attendance_event_id',
  'idx_event_attendance_attended',
  'event_statistics',
  'attendance_embeddings',
];

/**
 * Latency of `similarStudents`, uncached, for random students of a generated campus, against the obvious SQL
 * for the same students. Also: whether the answers equal brute force, latency on a campus ten times as large,
 * and the write throughput that the search's tables and indexes cost.
 */
export async function measure(
  cleanup: Cleanup,
  { students, large, changes, rounds }: BenchOptions,
): Promise<Record<string, number>> {
  const campus = await openCampus(cleanup, students);
  const times = await answerTimes(campus, ask);
  const obvious = await answerTimes(campus, obviousSimilarity);
  const exact = await exactShare(campus);
  const sizes = await campus.sql<{ name: string; bytes: number }[]>`
    select relname as name, pg_total_relation_size(oid)::float8 as bytes
    from pg_class where relname = any(${`{${SEARCH_RELATIONS.join(',')}}`}::text[]) order by relname`;
  await campus.sql.end();

  const largeTimes = large ? await answerTimes(await openCampus(cleanup, students * LARGE), ask) : undefined;
  const slowdown = await matchingSlowdown(cleanup, changes, rounds);

  const row = (milliseconds: number[]): Record<string, string> => ({
    'median ms': median(milliseconds).toFixed(1),
    'p95 ms': percentile95(milliseconds).toFixed(1),
  });
  console.log(
    `\n${students.toLocaleString('en')} students, ${String(REQUESTERS)} requests for the top ${String(LIMIT)}`,
  );
  console.table({
    similarStudents: row(times),
    'the obvious SQL': row(obvious),
    ...(largeTimes && {
      [`… with ${(students * LARGE).toLocaleString('en')} students`]: row(largeTimes),
    }),
  });
  console.table(
    Object.fromEntries(
      sizes.map(({ name, bytes }) => [
        name,
        { MB: (bytes / 1e6).toFixed(1), 'bytes a student': Math.round(bytes / students) },
      ]),
    ),
  );
  console.log(`${(exact * 100).toFixed(1)} % of the answers equal brute force.`);
  console.log(`The writer keeps ${(slowdown * 100).toFixed(0)} % of its throughput.`);
  return {
    p95_ms: percentile95(times),
    p95_speedup: percentile95(obvious) / percentile95(times),
    exact_top10: exact,
    ...(largeTimes && { p95_1m_vs_100k: percentile95(largeTimes) / percentile95(times) }),
    'sync.matching_slowdown': slowdown,
  };
}

interface Campus {
  sql: Sql;
  requesters: string[];
}

async function openCampus(cleanup: Cleanup, students: number): Promise<Campus> {
  const url = await startPostgres(cleanup, { sharedBuffersMb: PAGES_MB });
  await migrate(url);
  const sql = connect(url);
  cleanup(() => sql.end({ timeout: 5 }));
  const started = performance.now();
  const bar = progress(`${students.toLocaleString('en')} students`, 2);
  await fillCampus(sql, students);
  bar.update(1);
  const filled = performance.now();
  await refreshMatchingStatistics(sql, new Date());
  await sql`vacuum analyze`;
  bar.update(2);
  bar.stop();
  console.log(
    `Filled in ${((filled - started) / 1000).toFixed(0)} s; matching statistics computed in ${((performance.now() - filled) / 1000).toFixed(0)} s.`,
  );
  const requesters = await sql<{ id: string }[]>`select id from users order by md5(id) limit ${REQUESTERS}`;
  return { sql, requesters: requesters.map(({ id }) => id) };
}

/** Latency in milliseconds for each requester, one after another on an otherwise idle database. */
async function answerTimes(
  { sql, requesters }: Campus,
  answer: (sql: Sql, id: string) => Promise<unknown>,
): Promise<number[]> {
  // Warm up: open connections and read the indexes from disk.
  for (const id of requesters.slice(0, 20)) await answer(sql, id);
  const bar = progress('Asking', requesters.length);
  const times: number[] = [];
  for (const [index, id] of requesters.entries()) {
    times.push(await timed(() => answer(sql, id)));
    bar.update(index + 1);
  }
  bar.stop();
  return times;
}

async function exactShare({ sql, requesters }: Campus): Promise<number> {
  const bruteForce = await BruteForceSimilarity.read(sql);
  const bar = progress('Scoring by brute force', requesters.length);
  let exact = 0;
  for (const [index, id] of requesters.entries()) {
    const expected = bruteForce.mostSimilar(id, LIMIT);
    if ((await ask(sql, id)).join() === expected.join()) exact += 1;
    bar.update(index + 1);
  }
  bar.stop();
  return exact / requesters.length;
}

async function ask(sql: Sql, id: string): Promise<string[]> {
  const context = callContext(sql, id);
  const { students } = await similarStudents.definition.handle(context, { limit: LIMIT });
  return students.map(({ person }) => person.id);
}
