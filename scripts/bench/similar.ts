import { refreshMatching } from '../../functions/src/people/matching/refresh.ts';
import { similarStudents } from '../../functions/src/people/similarStudents.ts';
import { connect, type Sql } from '../../functions/src/platform/postgres.ts';
import type { Cleanup } from '../lib/command.ts';
import { migrate } from '../lib/migrations.ts';
import { progress } from '../lib/progress.ts';
import { startPostgres } from '../local/postgres.ts';
import { median, percentile95, timed, type BenchOptions } from './bench.ts';
import { Everybody } from './everybody.ts';
import { matchingSlowdown } from './matchingSlowdown.ts';
import { seedSimilar } from './seedSimilar.ts';
import { fillCampus } from './similarCampus.ts';

/** Random students who ask. */
const ASKERS = 200;

const LIMIT = 10;

/** As much as a small Neon compute has: 100,000 students fit, a million do not. */
const PAGES_MB = 1024;

/** How many times more students the large campus has. */
const LARGE = 10;

/** What the search needs besides the tables with the data. */
const NEEDED = [
  'idx_user_skills_skill_id',
  'idx_event_attendance_event_id',
  'event_statistics',
  'attendance_embeddings',
];

/**
 * Answers of `similarStudents`, without the cache, for random students of a generated campus, against the
 * obvious SQL for the same students; whether they equal scoring everybody; on a campus ten times as
 * large; and what the writer loses through what the search needs.
 */
export async function measure(
  cleanup: Cleanup,
  { students, large, changes, rounds }: BenchOptions,
): Promise<Record<string, number>> {
  const campus = await openCampus(cleanup, students);
  const own = await answerTimes(campus, ask);
  const obvious = await answerTimes(campus, seedSimilar);
  const exact = await exactShare(campus);
  const sizes = await campus.sql<{ name: string; bytes: number }[]>`
    select relname as name, pg_total_relation_size(oid)::float8 as bytes
    from pg_class where relname = any(${`{${NEEDED.join(',')}}`}::text[]) order by relname`;
  await campus.sql.end();

  const onLarge = large ? await answerTimes(await openCampus(cleanup, students * LARGE), ask) : undefined;
  const slowdown = await matchingSlowdown(cleanup, changes, rounds);

  const row = (milliseconds: number[]): Record<string, string> => ({
    'median ms': median(milliseconds).toFixed(1),
    'p95 ms': percentile95(milliseconds).toFixed(1),
  });
  console.log(
    `\n${students.toLocaleString('en')} students, ${String(ASKERS)} of whom ask for ${String(LIMIT)}`,
  );
  console.table({
    similarStudents: row(own),
    'the obvious SQL': row(obvious),
    ...(onLarge && {
      [`… with ${(students * LARGE).toLocaleString('en')} students`]: row(onLarge),
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
  console.log(`${(exact * 100).toFixed(1)} % of the answers equal scoring everybody.`);
  console.log(`The writer keeps ${slowdown.toFixed(2)} of its throughput.`);
  return {
    p95_ms: percentile95(own),
    p95_speedup: percentile95(obvious) / percentile95(own),
    exact_top10: exact,
    ...(onLarge && { p95_1m_vs_100k: percentile95(onLarge) / percentile95(own) }),
    'sync.matching_slowdown': slowdown,
  };
}

interface Campus {
  sql: Sql;
  askers: string[];
}

async function openCampus(cleanup: Cleanup, students: number): Promise<Campus> {
  const url = await startPostgres(cleanup, { pagesMb: PAGES_MB });
  await migrate(url);
  const sql = connect(url);
  cleanup(() => sql.end({ timeout: 5 }));
  const started = performance.now();
  const bar = progress(`${students.toLocaleString('en')} students`, 2);
  await fillCampus(sql, students);
  bar.update(1);
  const filled = performance.now();
  await refreshMatching(sql, new Date());
  await sql`vacuum analyze`;
  bar.update(2);
  bar.stop();
  console.log(
    `Filled in ${((filled - started) / 1000).toFixed(0)} s; what matching stands on was computed in ${((performance.now() - filled) / 1000).toFixed(0)} s.`,
  );
  const askers = await sql<{ id: string }[]>`select id from users order by md5(id) limit ${ASKERS}`;
  return { sql, askers: askers.map(({ id }) => id) };
}

/** Milliseconds for each requester, one after the other, as a database is asked that answers nothing else. */
async function answerTimes(
  { sql, askers }: Campus,
  answer: (sql: Sql, id: string) => Promise<unknown>,
): Promise<number[]> {
  // The first answers open connections and read the indexes from disk.
  for (const id of askers.slice(0, 20)) await answer(sql, id);
  const bar = progress('Asking', askers.length);
  const times: number[] = [];
  for (const [index, id] of askers.entries()) {
    times.push(await timed(() => answer(sql, id)));
    bar.update(index + 1);
  }
  bar.stop();
  return times;
}

async function exactShare({ sql, askers }: Campus): Promise<number> {
  const everybody = await Everybody.read(sql);
  const bar = progress('Scoring everybody', askers.length);
  let exact = 0;
  for (const [index, id] of askers.entries()) {
    const expected = everybody.mostAlike(id, LIMIT);
    if ((await ask(sql, id)).join() === expected.join()) exact += 1;
    bar.update(index + 1);
  }
  bar.stop();
  return exact / askers.length;
}

async function ask(sql: Sql, id: string): Promise<string[]> {
  const context = { uid: id, sql, now: new Date(), among: null };
  const { students } = await similarStudents.definition.handle(context, { limit: LIMIT });
  return students.map((student) => student.id);
}
