import { logger } from '../../platform/logger.ts';
import { DELIVERY_TYPE, type Asset } from '../../platform/cloudinary/asset.ts';
import type { Cloudinary } from '../../platform/cloudinary/cloudinary.ts';
import type { Sql } from '../../platform/postgres.ts';
import { MAX_VIDEO_SECONDS } from '../files/fileTypes.ts';
import { mediaCacheTags } from '../files/mediaCacheTags.ts';
import { findMediaByPublicId, type MediaRow, type MediaStatus } from '../files/mediaRow.ts';
import type { MediaStores } from '../files/mediaStores.ts';
import { removeMedia } from '../files/removeMedia.ts';
import { countRejectedUpload, markReady } from './recordUpload.ts';
import { removeOrphan } from './removeOrphan.ts';

/** The state of an upload after reconciliation. */
export interface UploadResult {
  mediaId: string;
  status: MediaStatus;
  /** Why the file was removed; null while it is pending or ready. */
  reason: string | null;
}

/**
 * Reconciles a pending row with the file that Cloudinary stored: the row becomes ready when the file matches its
 * declaration; otherwise it is rejected and the file removed. Idempotent, also under concurrent calls. Returns null
 * when no row has the asset's public id; see {@link removeOrphan}.
 *
 * Pass only assets from Cloudinary's API or from a verified notification, never data from the app.
 */
export async function reconcileUpload(
  sql: Sql,
  stores: MediaStores,
  asset: Asset,
): Promise<UploadResult | null> {
  const row = await findMediaByPublicId(sql, asset.public_id);
  if (row === undefined) {
    await removeOrphan(sql, stores.cloudinary, asset.public_id);
    return null;
  }
  if (row.status === 'ready') {
    await removeStrayFile(stores.cloudinary, row, asset);
    return toResult(row);
  }
  if (row.status !== 'pending') {
    // The row was removed while its upload signature was still valid.
    await countRejectedUpload(sql, row, asset);
    await removeMedia(sql, stores, row.id, { status: row.status, reason: row.status_reason });
    return toResult(row);
  }
  const reason = rejectionReason(row, asset);
  if (reason !== null) {
    await countRejectedUpload(sql, row, asset);
    return toResult((await removeMedia(sql, stores, row.id, { status: 'rejected', reason })) ?? row);
  }
  if (awaitsModeration(stores.cloudinary, asset)) return toResult(row);
  if (await markReady(sql, stores.cloudinary, row, asset)) {
    // A document may have linked the file before it was ready.
    await stores.invalidate(await mediaCacheTags(sql, row.id));
    if (row.purpose === 'profile') await stores.requestCard(row.user_id);
    await stores.requestBackup(row.id);
  }
  return toResult((await findMediaByPublicId(sql, asset.public_id)) ?? row);
}

/** Why the file does not match its declaration, worded for its owner; null when it matches. */
function rejectionReason(row: MediaRow, asset: Asset): string | null {
  if (asset.moderation?.some(({ status }) => status === 'rejected')) {
    return 'The file was rejected by moderation.';
  }
  if (asset.resource_type !== row.file_type || asset.type !== DELIVERY_TYPE) {
    return `The file was not uploaded as ${row.file_type}.`;
  }
  if (asset.format !== row.declared_format) {
    return `The file is ${asset.format ?? 'of unknown format'}, but ${row.declared_format} was declared.`;
  }
  if (asset.bytes > row.declared_bytes) {
    return `The file has ${String(asset.bytes)} bytes, but ${String(row.declared_bytes)} were declared.`;
  }
  if (asset.duration !== undefined && asset.duration > MAX_VIDEO_SECONDS + 1) {
    return `The video lasts ${String(Math.ceil(asset.duration))} seconds; at most ${String(MAX_VIDEO_SECONDS)} are allowed. Shorten it and upload it again.`;
  }
  return null;
}

function awaitsModeration({ account }: Cloudinary, { moderation }: Asset): boolean {
  if (moderation === undefined) return account.moderation !== null;
  return moderation.some(({ status }) => status === 'pending');
}

/** Removes a file that was uploaded with a ready file's signature, but as another resource type. */
async function removeStrayFile(cloudinary: Cloudinary, row: MediaRow, asset: Asset): Promise<void> {
  if (asset.resource_type === row.file_type) return;
  await cloudinary.remove(row.cloudinary_public_id, [asset.resource_type]);
  logger.warn('stray file removed', { mediaId: row.id, resourceType: asset.resource_type });
}

function toResult({ id, status, status_reason }: MediaRow): UploadResult {
  return { mediaId: id, status, reason: status_reason };
}
