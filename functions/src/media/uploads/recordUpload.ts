import type { Asset } from '../../platform/cloudinary/asset.ts';
import type { Cloudinary } from '../../platform/cloudinary/cloudinary.ts';
import type { Fragment, Sql } from '../../platform/postgres.ts';
import { renditionUrls } from '../delivery/renditionUrls.ts';
import { transformationCount } from '../files/fileTypes.ts';
import type { MediaRow } from '../files/mediaRow.ts';

/** Marks a pending row ready and counts the upload. Returns whether this call made the change. */
export async function markReady(
  sql: Sql,
  cloudinary: Cloudinary,
  row: MediaRow,
  asset: Asset,
): Promise<boolean> {
  const urls = renditionUrls(cloudinary, row, asset.version);
  const changed = await sql`
    with uploaded as (
      update media_files set
        status = 'ready', ready_at = clock_timestamp(), updated_at = clock_timestamp(),
        cloudinary_version = ${asset.version}, cloudinary_etag = ${asset.etag ?? null},
        cloudinary_url = ${urls.full}, thumbnail_url = ${urls.thumbnail},
        medium_url = ${urls.medium}, compressed_url = ${urls.compressed},
        file_format = ${asset.format ?? row.declared_format}, file_size_bytes = ${asset.bytes},
        width = ${asset.width ?? null}, height = ${asset.height ?? null},
        duration_seconds = ${asset.duration ?? null}
      where id = ${row.id} and status = 'pending'
      returning user_id
    ), counted as (${insertMetrics(sql, row, asset)})
    select from uploaded`;
  return changed.length === 1;
}

/**
 * Counts an upload that is not kept, once per version however often it is reported. Cloudinary's plan pays for it
 * anyway, and it must count against the user's quota, or rejected uploads would be unlimited.
 */
export async function countRejectedUpload(sql: Sql, row: MediaRow, asset: Asset): Promise<void> {
  await sql`
    with uploaded as (
      update media_files set cloudinary_version = ${asset.version}
      where id = ${row.id} and status <> 'ready' and cloudinary_version is distinct from ${asset.version}
      returning user_id
    )
    ${insertMetrics(sql, row, asset)}`;
}

/** Inserts the usage of the upload that the CTE `uploaded` returns, if any. */
function insertMetrics(sql: Sql, row: MediaRow, asset: Asset): Fragment {
  return sql`
    insert into usage_metrics (user_id, metric_type, value, operation)
    select user_id, metric.type, metric.value, ${`upload_${row.file_type}`}
    from uploaded cross join (values
      ('media_bandwidth', ${asset.bytes}::bigint),
      ('media_transformations', ${transformationCount(row.file_type, asset.duration)}::bigint)
    ) as metric (type, value)`;
}
