import { ALL_JOBS } from '../functions/src/operations/index.ts';
import { runJob } from '../functions/src/platform/job.ts';
import type { Sql } from '../functions/src/platform/postgres.ts';
import { command, run } from './lib/command.ts';
import { openDatabase, openTarget, withTarget } from './lib/target.ts';

const DEFINITIONS = ALL_JOBS.map(({ definition }) => definition);

const program = withTarget(
  command('npm run jobs', 'Lists the scheduled jobs with their last runs, or runs one now.'),
)
  .argument('[name]', 'the job to run')
  .usage('-- [name] [options]')
  .option('--json', 'print the list, or the run, as JSON in the last line')
  .addHelpText('after', `\nJobs: ${DEFINITIONS.map(({ name }) => name).join(', ')}`)
  .parse();
const options = program.opts<{ json?: true }>();
const [name] = program.args;
const definition = DEFINITIONS.find((job) => job.name === name);
if (name !== undefined && definition === undefined) {
  program.error(`error: there is no job "${name}", but ${DEFINITIONS.map((job) => job.name).join(', ')}`);
}

await run(async (cleanup) => {
  const sql = openDatabase(cleanup, program);
  if (definition === undefined) {
    await list(sql);
    return 0;
  }
  const { outcome, rows } = await runJob(definition, {
    sql,
    now: new Date(),
    firestore: async () => (await openTarget(cleanup, program)).firestore,
  });
  if (options.json) console.log(JSON.stringify({ outcome, rows }));
  else if (outcome === 'skipped') console.log('Another run is going on: this one did nothing.');
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
  const rows = DEFINITIONS.map(({ name, does, schedule, deadlineHours }) => {
    const last = runs.find(({ job }) => job === name);
    return {
      job: name,
      schedule,
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
