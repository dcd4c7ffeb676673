import { Cron } from 'croner';
import { registeredJobs, runJob, type JobContext } from '../../functions/src/platform/job.ts';
import type { Cleanup } from '../lib/command.ts';

/** Runs every job on its schedule, as Cloud Scheduler does for the deployed ones. */
export function startSchedules(cleanup: Cleanup, context: Omit<JobContext, 'now'>): void {
  const crons = registeredJobs().map(
    (job) =>
      // runJob logs what it throws.
      new Cron(job.schedule, { timezone: 'Etc/UTC', catch: true }, async () => {
        await runJob(job, { ...context, now: new Date() });
      }),
  );
  cleanup(() => {
    for (const cron of crons) cron.stop();
    return Promise.resolve();
  });
}
