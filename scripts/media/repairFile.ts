import { createWriteStream, openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { backUpFile } from '../../functions/src/media/backup/backUpFile.ts';
import { renditionUrls } from '../../functions/src/media/delivery/renditionUrls.ts';
import { eagerTransformations } from '../../functions/src/media/files/fileTypes.ts';
import { mediaCacheTags } from '../../functions/src/media/files/mediaCacheTags.ts';
import { backupObjectName, type MediaRow } from '../../functions/src/media/files/mediaRow.ts';
import type { MediaStores } from '../../functions/src/media/files/mediaStores.ts';
import { removeFromStores } from '../../functions/src/media/files/removeMedia.ts';
import { DELIVERY_TYPE, type Asset } from '../../functions/src/platform/cloudinary/asset.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { Bucket } from '../../functions/src/platform/storage.ts';
import type { FindingKind } from './finding.ts';

const UPLOAD_TIMEOUT_MS = 600_000;

/** Repairs one difference. Returns what was done, or `cannot be repaired`. */
export async function repairFile(
  sql: Sql,
  stores: MediaStores,
  bucket: Bucket,
  row: MediaRow,
  kind: FindingKind,
): Promise<string> {
  switch (kind) {
    case 'backup missing':
    case 'backup differs':
      // Delete first, or a concurrent backup would record the wrong object.
      await bucket.file(backupObjectName(row)).delete({ ignoreNotFound: true });
      await sql`
        update media_files set backed_up_at = null, backup_md5 = null, firebase_backup_url = null
        where id = ${row.id}`;
      return backUpFile(sql, stores, row.id);
    case 'backup not recorded':
      return backUpFile(sql, stores, row.id);
    case 'missing in Cloudinary':
      return restoreOriginal(sql, stores, bucket, row);
    case 'removed, but still stored':
      await removeFromStores(sql, stores, row);
      return 'removed';
    default:
      return 'cannot be repaired';
  }
}

/** Uploads the backup in place of the original. URLs get a new version; those with the old one still work. */
async function restoreOriginal(
  sql: Sql,
  stores: MediaStores,
  bucket: Bucket,
  row: MediaRow,
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'talent-restore-'));
  try {
    const path = join(directory, 'file');
    await pipeline(bucket.file(backupObjectName(row)).createReadStream(), createWriteStream(path));
    const asset = await uploadOriginal(stores, row, path);
    const urls = renditionUrls(stores.cloudinary, row, asset.version);
    const restored = await sql`
      update media_files set
        cloudinary_version = ${asset.version}, cloudinary_etag = ${asset.etag ?? null},
        cloudinary_url = ${urls.full}, thumbnail_url = ${urls.thumbnail}, medium_url = ${urls.medium},
        compressed_url = ${urls.compressed}, updated_at = clock_timestamp()
      where id = ${row.id} and status = 'ready' and cloudinary_public_id = ${row.cloudinary_public_id}
      returning id`;
    await stores.invalidate(await mediaCacheTags(sql, row.id));
    if (restored.length === 1) return 'restored';
    // It was removed, or got another public id, under which the next run restores it.
    await stores.cloudinary.remove(row.cloudinary_public_id);
    return 'changed meanwhile';
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function uploadOriginal({ cloudinary }: MediaStores, row: MediaRow, path: string): Promise<Asset> {
  const fields = await cloudinary.signer.signUpload({
    allowed_formats: row.file_format ?? row.declared_format,
    eager: eagerTransformations(row.file_type),
    eager_async: '1',
    invalidate: '1',
    overwrite: '1',
    public_id: row.cloudinary_public_id,
    timestamp: String(Math.floor(Date.now() / 1000)),
    type: DELIVERY_TYPE,
  });
  return cloudinary.upload(row.file_type, fields, await openAsBlob(path), UPLOAD_TIMEOUT_MS);
}
