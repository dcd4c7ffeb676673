import { registeredJobs, runJob } from '../functions/src/platform/job.ts';
import type { Firestore } from '../functions/src/platform/firestore.ts';
import type { Sql } from '../functions/src/platform/postgres.ts';
import { command, run } from './lib/command.ts';
import { missingSettings } from './jobs/missingSettings.ts';
import { nightJobs, runNight } from './jobs/runNight.ts';
import { recordCommand } from './lib/recordCommand.ts';
import { openDatabase, openSource, withTarget } from './lib/target.ts';

/** Every job: those of the night in the order they run in, then those that run all day. */
const JOBS = [...nightJobs(), ...registeredJobs().filter(({ after }) => after === undefined)];
const NAMES = JOBS.map(({ name }) => name).join(', ');

const program = withTarget(
  command(
    'npm run jobs',
    'Lists the scheduled jobs in the order of the night, with their last runs, or runs one of them, or the whole night, now.',
  ),
)
  .argument('[name]', 'the job to run; "night" runs all jobs of the night, each once')
  .usage('-- [name] [options]')
  .option('--json', 'print the list, or the run, as JSON in the last line')
  .addHelpText('after', `\nJobs: ${NAMES}`)
  .parse();
const options = program.opts<{ json?: true }>();
const [name] = program.args;
const definition = JOBS.find((job) => job.name === name);
if (name !== undefined && name !== 'night' && definition === undefined) {
  program.error(`error: there is no job "${name}"; the jobs are ${NAMES}, or night for those of the night`);
}

await run(async (cleanup) => {
  const sql = openDatabase(cleanup, program);
  const firestore = async (): Promise<Firestore> => (await openSource(cleanup, program)).firestore;
  if (name === 'night') {
    await recordCommand(sql, 'jobs', { name });
    const succeeded = await runNight({ sql, firestore }, missingSettings);
    if (options.json) console.log(JSON.stringify({ succeeded }));
    return succeeded ? 0 : 1;
  }
  if (definition === undefined) {
    await list(sql);
    return 0;
  }
  const obstacle = missingSettings(definition);
  if (obstacle !== null) throw new Error(obstacle);
  await recordCommand(sql, 'jobs', { name });
  const { outcome, rows } = await runJob(definition, { sql, now: new Date(), firestore });
  if (options.json) console.log(JSON.stringify({ outcome, rows }));
  else if (outcome === 'skipped')
    console.log('Skipped: another run of it is going on, or something else holds a lock that it needs.');
  else console.log(`Done: ${String(rows)} rows.`);
  return outcome === 'succeeded' ? 0 : 1;
});

interface LastRun {
  job: string;
  started_at: Date;
  seconds: number | null;
  rows: string | null;
  outcome: string;
  succeeded_at: Date | null;
}

async function list(sql: Sql): Promise<void> {
  const runs = await sql<LastRun[]>`
    select distinct on (job) job, started_at, extract(epoch from finished_at - started_at)::float8 as seconds, rows,
      outcome, max(started_at) filter (where outcome = 'succeeded') over (partition by job) as succeeded_at
    from job_runs order by job, id desc`;
  const rows = JOBS.map(({ name, does, schedule, after = [], deadlineHours }) => {
    const last = runs.find(({ job }) => job === name);
    return {
      job: name,
      schedule,
      'runs after': after.join(', '),
      'deadline (h)': deadlineHours,
      'last run': last?.started_at.toISOString() ?? 'never',
      outcome: last?.outcome ?? '',
      seconds: last?.seconds == null ? '' : last.seconds.toFixed(1),
      rows: last?.rows ?? '',
      'last success': last?.succeeded_at?.toISOString() ?? 'never',
      does,
    };
  });
  if (options.json) console.log(JSON.stringify(rows));
  else console.table(Object.fromEntries(rows.map(({ job, ...columns }) => [job, columns])));
}
