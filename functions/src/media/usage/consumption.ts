import type { AnySql, Fragment, Sql, TransactionSql } from '../../platform/postgres.ts';
import { transformationCount } from '../files/fileTypes.ts';
import type { Consumption } from './credits.ts';

/** The days over which Cloudinary counts transformations and bandwidth: a rolling window, not a month. */
export const WINDOW_DAYS = 30;

/** Renditions are stored too, and are smaller than their original; used only until Cloudinary has reported. */
const STORED_BYTES_PER_ORIGINAL = 1.25;

/** The campus's consumption, with the day of Cloudinary's report that it builds on. */
export interface CampusConsumption extends Consumption {
  /** Null while there is none: then what viewers download is not counted. */
  reportedOn: string | null;
}

/**
 * What the campus uses of the plan: Cloudinary's report of last night, and our own count since the day that it covers,
 * announced uploads included at their largest. A day may be counted twice, never not at all.
 */
export async function campusConsumption(sql: Sql | TransactionSql, now: Date): Promise<CampusConsumption> {
  const [used] = await sql<CampusConsumption[]>`
    with report as (
      select * from media_plan_reports
      where reported_on > ${now.toISOString()}::timestamptz - make_interval(days => ${WINDOW_DAYS})
      order by reported_on desc limit 1
    ), own as (
      select
        coalesce(sum(value) filter (where metric_type = 'media_transformations'), 0) as transformations,
        coalesce(sum(value) filter (where metric_type = 'media_bandwidth' and operation <> 'backup'), 0) as uploaded,
        coalesce(sum(value) filter (where operation = 'backup'), 0) as delivered
      from usage_metrics
      where timestamp >= coalesce(
        (select reported_on::timestamp at time zone 'UTC' from report),
        ${now.toISOString()}::timestamptz - make_interval(days => ${WINDOW_DAYS})
      )
    ), announced as (${announcedUploads(sql, now, null)})
    select
      to_char(reported_on, 'YYYY-MM-DD') as "reportedOn",
      (coalesce(report.transformations, 0) + own.transformations + announced.transformations)::float8
        as transformations,
      (announced.bytes + coalesce(
        stored_bytes + uploaded,
        ${STORED_BYTES_PER_ORIGINAL} * (select sum(file_size_bytes) from media_files where status = 'ready'),
        0
      ))::float8 as "storedBytes",
      (coalesce(delivered_bytes, 0) + delivered)::float8 as "deliveredBytes"
    from own cross join announced left join report on true`;
  return used ?? { transformations: 0, storedBytes: 0, deliveredBytes: 0, reportedOn: null };
}

/** What one person's files use of the plan; what their viewers download is the campus's. */
export async function personalConsumption(
  sql: Sql | TransactionSql,
  uid: string,
  now: Date,
): Promise<Consumption> {
  const [used] = await sql<Consumption[]>`
    with announced as (${announcedUploads(sql, now, uid)})
    select
      (transformations + coalesce((
        select sum(value) from usage_metrics
        where user_id = ${uid} and metric_type = 'media_transformations'
          and timestamp > ${now.toISOString()}::timestamptz - make_interval(days => ${WINDOW_DAYS})
      ), 0))::float8 as transformations,
      (bytes + coalesce((
        select sum(file_size_bytes) from media_files where user_id = ${uid} and status = 'ready'
      ), 0))::float8 as "storedBytes",
      0::float8 as "deliveredBytes"
    from announced`;
  return used ?? { transformations: 0, storedBytes: 0, deliveredBytes: 0 };
}

/**
 * Uploads that may still arrive, at their largest: pending ones, and removed ones whose signature is still valid, which
 * therefore have no `removed_at` yet. Asked for under the lock of reservations, so it reads the small indexes of the
 * two, and not all files.
 */
function announcedUploads(sql: AnySql, now: Date, uid: string | null): Fragment {
  return sql`
    select coalesce(sum(declared_bytes), 0) as bytes,
      coalesce(sum(case file_type
        when 'image' then ${transformationCount('image')}::bigint
        else ${transformationCount('video')}::bigint
      end), 0) as transformations
    from media_files
    where (${uid}::text is null or user_id = ${uid}) and (
      status = 'pending'
      or (status in ('rejected', 'expired', 'deleted') and removed_at is null
        and cloudinary_version is null and upload_until > ${now.toISOString()})
    )`;
}
