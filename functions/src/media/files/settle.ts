import { logger } from '../../platform/logger.ts';
import type { Asset, Cloudinary } from '../../platform/cloudinary.ts';
import type { Fragment, Sql } from '../../platform/postgres.ts';
import { KINDS, transformationsOf, type Rendition } from './kinds.ts';
import { retire } from './retire.ts';
import { fileOf, mediaByPublicId, type MediaRow, type Status } from './row.ts';
import type { Stores } from './stores.ts';
import { deliveryUrl, signedPart, type DeliveredFile } from './urls.ts';

/** What became of an upload. */
export interface Settled {
  mediaId: string;
  status: Status;
  /** Why it is not ready; null when it is, or when it is not decided yet. */
  reason: string | null;
}

/**
 * Settles what Cloudinary says that it has: a pending row becomes ready if the file is what was announced,
 * and rejected, with the file removed, if it is not. Whoever comes second, comes late, or comes at the same
 * time changes nothing. Null when no row has this public id.
 *
 * Nothing here may come from the app: call it with what Cloudinary signed, or answered.
 */
export async function settle(sql: Sql, stores: Stores, asset: Asset): Promise<Settled | null> {
  const row = await mediaByPublicId(sql, asset.public_id);
  if (row === undefined) {
    logger.warn('Cloudinary has a file that nobody announced', { publicId: asset.public_id });
    return null;
  }
  if (row.status === 'ready') {
    await removeStray(stores.cloudinary, row, asset);
    return told(row);
  }
  if (row.status !== 'pending') {
    // Uploaded with a signature that was still valid when its row had ended.
    await countRefused(sql, row, asset);
    await retire(sql, stores, row.id, { status: row.status, reason: row.status_reason });
    return told(row);
  }
  const reason = problemWith(row, asset);
  if (reason !== null) {
    await countRefused(sql, row, asset);
    return told(await retire(sql, stores, row.id, { status: 'rejected', reason }), row);
  }
  if (isUndecided(stores.cloudinary, asset)) return told(row);
  if (await makeReady(sql, stores.cloudinary, row, asset)) await stores.requestBackup(row.id);
  return told(await mediaByPublicId(sql, asset.public_id), row);
}

/** Why the file is not what was announced, as its owner reads it; null when it is. */
function problemWith(row: MediaRow, asset: Asset): string | null {
  const { fileType, delivery } = fileOf(row);
  const refusal = asset.moderation?.find(({ status }) => status === 'rejected');
  if (refusal !== undefined) return 'the moderation rejected it';
  if (asset.resource_type !== fileType || asset.type !== delivery) return `it was uploaded as no ${fileType}`;
  if (asset.format !== row.announced_format) return `it is no ${row.announced_format}, as was announced`;
  if (asset.bytes > row.announced_bytes) {
    return `it has ${String(asset.bytes)} bytes, and ${String(row.announced_bytes)} were announced`;
  }
  return null;
}

/** Whether the moderation, if there is one, has yet to say something. */
function isUndecided({ account }: Cloudinary, { moderation }: Asset): boolean {
  if (moderation === undefined) return account.moderation !== null;
  return moderation.some(({ status }) => status === 'pending');
}

/** Removes what was uploaded with the signature of a ready file as another type, next to that file. */
async function removeStray(cloudinary: Cloudinary, row: MediaRow, asset: Asset): Promise<void> {
  if (asset.resource_type === row.file_type) return;
  await cloudinary.remove(fileOf(row), [asset.resource_type]);
  logger.warn('a file next to a ready one was removed', { mediaId: row.id });
}

/** Whether this call is the one that made it ready. */
async function makeReady(sql: Sql, cloudinary: Cloudinary, row: MediaRow, asset: Asset): Promise<boolean> {
  const urls = urlsOf(cloudinary, row, asset.version);
  const ready = await sql`
    with settled as (
      update media_files set
        status = 'ready', ready_at = clock_timestamp(), updated_at = clock_timestamp(),
        cloudinary_version = ${asset.version}, cloudinary_etag = ${asset.etag ?? null},
        cloudinary_url = ${urls.full}, thumbnail_url = ${urls.thumbnail},
        medium_url = ${urls.medium}, compressed_url = ${urls.compressed},
        file_format = ${asset.format ?? row.announced_format}, file_size_bytes = ${asset.bytes},
        width = ${asset.width ?? null}, height = ${asset.height ?? null},
        duration_seconds = ${asset.duration ?? null}
      where id = ${row.id} and status = 'pending'
      returning user_id
    ), counted as (${metricsOf(sql, row, asset)})
    select from settled`;
  return ready.length === 1;
}

/**
 * Counts an upload that is not kept, each once however often it is told of: the plan pays for it all the same,
 * and whoever sends what is refused comes to their limit, too.
 */
async function countRefused(sql: Sql, row: MediaRow, asset: Asset): Promise<void> {
  await sql`
    with settled as (
      update media_files set cloudinary_version = ${asset.version}
      where id = ${row.id} and status <> 'ready' and cloudinary_version is distinct from ${asset.version}
      returning user_id
    )
    ${metricsOf(sql, row, asset)}`;
}

/** What the upload in `settled`, if there is one, uses up. */
function metricsOf(sql: Sql, row: MediaRow, asset: Asset): Fragment {
  return sql`
    insert into usage_metrics (user_id, metric_type, value, operation)
    select user_id, metric.type, metric.value, ${`upload_${row.file_type}`}
    from settled cross join (values
      ('media_bandwidth', ${asset.bytes}::bigint),
      ('media_transformations', ${transformationsOf(row.file_type)}::bigint)
    ) as metric (type, value)`;
}

/** The URLs of all renditions, signed where they have to be. */
export function urlsOf(
  cloudinary: Cloudinary,
  row: MediaRow,
  version: number,
): Record<'full' | 'thumbnail', string> & Record<'medium' | 'compressed', string | null> {
  const { full, thumbnail, medium, compressed } = KINDS[row.file_type].renditions;
  const url = (rendition: Rendition): string => urlOf(cloudinary, row, version, rendition);
  return {
    full: url(full),
    thumbnail: url(thumbnail),
    medium: medium === undefined ? null : url(medium),
    compressed: compressed === undefined ? null : url(compressed),
  };
}

/** The URL of a rendition, signed if it has to be. */
export function urlOf(cloudinary: Cloudinary, row: MediaRow, version: number, rendition: Rendition): string {
  const { deliveryPrefix, cloudName } = cloudinary.account;
  const file: DeliveredFile = { base: `${deliveryPrefix}/${cloudName}`, version, ...fileOf(row) };
  if (file.delivery === 'private') return deliveryUrl(file, rendition);
  const part = signedPart(file, rendition.transformation, rendition.extension);
  return deliveryUrl(file, rendition, cloudinary.deliverySignature(part));
}

function told(row: MediaRow | undefined, before?: MediaRow): Settled {
  const { id, status, status_reason } = row ?? before ?? {};
  if (id === undefined || status === undefined) throw new Error('the row has gone');
  return { mediaId: id, status, reason: status_reason ?? null };
}
