import { overdueErasures } from '../accounts/index.ts';
import { alertWebhookUrl, databaseUrl } from '../platform/config.ts';
import { raiseAlert, type Alert } from '../platform/alert.ts';
import { job, registeredJobs, type JobDefinition } from '../platform/job.ts';
import { deleteOldCounts } from '../platform/limits/deleteOldCounts.ts';
import type { Sql } from '../platform/postgres.ts';
import { HOUR_MS } from '../learning/calendar.ts';

/**
 * Every hour: raises an alert for each job that has not succeeded by its deadline, and for erasures that are stuck; deletes
 * old counts of calls.
 */
export const watchJobs = job({
  name: 'watchJobs',
  does: 'raises an alert for each overdue job and for erasures that are stuck',
  schedule: '0 * * * *',
  deadlineHours: 3,
  options: { secrets: [databaseUrl, alertWebhookUrl], timeoutSeconds: 120, memory: '256MiB' },
  async run({ sql, now }) {
    const others = registeredJobs().filter(({ name }) => name !== 'watchJobs');
    const alerts = [...(await overdueJobs(sql, others, now)), ...(await overdueErasures(sql, now))];
    for (const alert of alerts) await raiseAlert(alert);
    await deleteOldCounts(sql);
    return alerts.length;
  },
});

/**
 * An alert for each job whose last successful run started longer ago than its deadline allows. A job that has never
 * run gets the same time from the first run of any job, which is about when the suite was deployed.
 */
export async function overdueJobs(sql: Sql, jobs: JobDefinition[], now: Date): Promise<Alert[]> {
  const runs = await sql<{ job: string; succeeded_at: Date | null; outcome: string }[]>`
    select job, max(started_at) filter (where outcome = 'succeeded') as succeeded_at,
      (array_agg(outcome order by id desc))[1] as outcome
    from job_runs group by job`;
  const [first] = await sql<
    { started_at: Date | null }[]
  >`select min(started_at) as started_at from job_runs`;
  return jobs.flatMap(({ name, deadlineHours }): Alert[] => {
    const last = runs.find(({ job }) => job === name);
    const since = last?.succeeded_at ?? first?.started_at ?? now;
    const hours = (now.getTime() - since.getTime()) / HOUR_MS;
    if (hours < deadlineHours) return [];
    const succeeded =
      last?.succeeded_at == null ? 'has never succeeded' : `last succeeded ${hours.toFixed(0)} hours ago`;
    return [
      {
        name: 'job-overdue',
        text: `${name} ${succeeded}: look for its errors in the log, then run it with "npm run jobs -- ${name}"`,
        details: { job: name, hours: Math.round(hours), lastOutcome: last?.outcome ?? null },
      },
    ];
  });
}
