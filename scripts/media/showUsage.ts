import { planUsage } from '../../functions/src/media/usage/planUsage.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import { recordCommand } from '../lib/recordCommand.ts';

/** Prints what is used of the Cloudinary plan, by what, and who uploaded most in 30 days. */
export async function showUsage(sql: Sql, now: Date): Promise<void> {
  const { credits, share, projectedShare, uploadsPaused, reportedOn } = await planUsage(sql, now);
  const { limit, ...used } = credits;
  console.table({ [`credits of ${String(limit)} in 30 days`]: used });
  console.log(
    `${(share * 100).toFixed(1)} % of the plan is used; at this rate it will be ${(projectedShare * 100).toFixed(1)} % in 30 days.`,
  );
  console.log(
    reportedOn === null
      ? 'Cloudinary has not reported yet, so what viewers download is not counted: "npm run jobs -- cleanUpMedia" asks it.'
      : `By Cloudinary's report up to ${reportedOn}, and our own count since.`,
  );
  if (uploadsPaused) console.log('No more uploads are accepted.');
  const uploaders = await sql<{ user_id: string; megabytes: number; files: number }[]>`
    select user_id, (sum(value) / 1e6)::float8 as megabytes, count(*)::integer as files
    from usage_metrics
    where metric_type = 'media_bandwidth' and operation <> 'backup'
      and timestamp > now() - interval '30 days'
    group by user_id order by megabytes desc limit 20`;
  await recordCommand(sql, 'media usage', { people: uploaders.map(({ user_id }) => user_id) });
  console.table(Object.fromEntries(uploaders.map(({ user_id, ...uploaded }) => [user_id, uploaded])));
}
