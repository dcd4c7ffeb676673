import { Cron } from 'croner';
import '../../functions/src/index.ts';
import { nightOrder } from '../../functions/src/operations/night.ts';
import {
  registeredJobs,
  runJob,
  type JobContext,
  type JobDefinition,
} from '../../functions/src/platform/job.ts';

/** The jobs of the night, in the order they run in. */
export function nightJobs(): JobDefinition[] {
  return nightOrder(registeredJobs().sort((one, other) => firstRun(one) - firstRun(other)));
}

/** When a job would run first in a week that begins on a Thursday, in milliseconds. */
function firstRun({ schedule }: JobDefinition): number {
  return (
    new Cron(schedule, { timezone: 'Etc/UTC', paused: true }).nextRun(new Date(0))?.getTime() ?? Infinity
  );
}

/**
 * Runs every job of the night once, one after the other, and prints a line for each. A job that fails holds up only
 * those that read its rows.
 *
 * @param obstacleOf why a job cannot run, in a sentence; it then counts as failed
 * @returns whether all of them succeeded
 */
export async function runNight(
  context: Omit<JobContext, 'now'>,
  obstacleOf: (job: JobDefinition) => string | null = () => null,
): Promise<boolean> {
  const failed = new Set<string>();
  const jobs = nightJobs();
  for (const [index, job] of jobs.entries()) {
    const { name, after = [] } = job;
    const line = `  ${String(index + 1).padStart(2)} of ${String(jobs.length)}  ${name.padEnd(24)}`;
    const missing = after.filter((other) => failed.has(other));
    const obstacle =
      missing.length > 0 ? `not run, because ${missing.join(' and ')} failed` : obstacleOf(job);
    const result = obstacle === null ? await runOne(job, context) : { error: obstacle };
    if ('error' in result) failed.add(name);
    console.log(`${line} ${'error' in result ? result.error : result.done}`);
  }
  return failed.size === 0;
}

async function runOne(
  job: JobDefinition,
  context: Omit<JobContext, 'now'>,
): Promise<{ done: string } | { error: string }> {
  const started = performance.now();
  try {
    const { outcome, rows } = await runJob(job, { ...context, now: new Date() });
    if (outcome === 'skipped') return { error: 'skipped: another run of it is going on' };
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    return { done: `${seconds.padStart(6)} s  ${(rows ?? 0).toLocaleString('en').padStart(9)} rows` };
  } catch (error) {
    return { error: `failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}
