import type { Cloudinary } from '../../platform/cloudinary/cloudinary.ts';
import type { Sql } from '../../platform/postgres.ts';

/**
 * Records what Cloudinary says the account has used, which includes what only Cloudinary knows: renditions, and what
 * viewers download. Costs one call of the Admin API.
 */
export async function recordPlanReport(sql: Sql, cloudinary: Cloudinary, now: Date): Promise<void> {
  const { reportedOn, transformations, storedBytes, deliveredBytes } = await cloudinary.usage();
  await sql`
    insert into media_plan_reports (reported_on, transformations, stored_bytes, delivered_bytes, recorded_at)
    values (${reportedOn}, ${transformations}, ${storedBytes}, ${deliveredBytes}, ${now.toISOString()})
    on conflict (reported_on) do update set
      transformations = excluded.transformations, stored_bytes = excluded.stored_bytes,
      delivered_bytes = excluded.delivered_bytes, recorded_at = excluded.recorded_at`;
}
