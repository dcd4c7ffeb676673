import {
  BACKUP_FOLDER,
  backupObjectName,
  MEDIA_COLUMNS,
  type MediaRow,
} from '../../functions/src/media/files/mediaRow.ts';
import type { MediaStores } from '../../functions/src/media/files/mediaStores.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { Bucket } from '../../functions/src/platform/storage.ts';
import type { Finding, FindingKind } from './finding.ts';
import { assetKey, takeInventory, type Inventory } from './inventory.ts';
import { repairFile } from './repairFile.ts';

const PAGE_SIZE = 1000;

export interface VerifyOptions {
  repair: boolean;
  /** Deletes files without a row. With the wrong database, that would be all of them. */
  removeUnknown: boolean;
  onProgress?: (rows: number) => void;
}

/**
 * Compares Cloudinary and the backup bucket with the database. Repairs create missing backups, restore missing
 * originals from their backups, and delete files that should be gone. Rows that change meanwhile are skipped.
 */
export async function verifyStores(
  sql: Sql,
  stores: MediaStores,
  bucket: Bucket,
  options: VerifyOptions,
): Promise<Finding[]> {
  const [clock] = await sql<{ started: Date }[]>`select now() as started`;
  const inventory = await takeInventory(stores.cloudinary, bucket);
  const unknown = {
    assets: new Map(inventory.assets),
    copies: new Map(inventory.copies),
  };
  const findings: Finding[] = [];
  let rows = 0;
  for await (const row of allRows(sql, clock?.started ?? new Date())) {
    for (const publicId of [row.cloudinary_public_id, row.former_public_id ?? '']) {
      unknown.assets.delete(assetKey(row.file_type, publicId));
    }
    unknown.copies.delete(backupObjectName(row));
    const kind = row.changed_since || row.former_public_id !== null ? null : compare(row, inventory);
    options.onProgress?.((rows += 1));
    if (kind === null) continue;
    const finding: Finding = { kind, publicId: row.cloudinary_public_id };
    if (options.repair) finding.action = await repairFile(sql, stores, bucket, row, kind);
    findings.push(finding);
  }
  findings.push(...(await handleUnknown(stores, bucket, unknown, options.removeUnknown)));
  return findings;
}

/** All rows in id order, each with whether it changed after `time`. */
async function* allRows(sql: Sql, time: Date): AsyncGenerator<MediaRow & { changed_since: boolean }> {
  let lastId = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const page = await sql<(MediaRow & { changed_since: boolean })[]>`
      select ${sql.unsafe(MEDIA_COLUMNS)}, updated_at >= ${time.toISOString()} as changed_since
      from media_files where id > ${lastId} order by id limit ${PAGE_SIZE}`;
    yield* page;
    if (page.length < PAGE_SIZE) return;
    lastId = page.at(-1)?.id ?? lastId;
  }
}

function compare(row: MediaRow, { assets, copies }: Inventory): FindingKind | null {
  const asset = assets.get(assetKey(row.file_type, row.cloudinary_public_id));
  const copy = copies.get(backupObjectName(row));
  if (row.status === 'pending') return null;
  if (row.status !== 'ready') {
    return asset === undefined && copy === undefined ? null : 'removed, but still stored';
  }
  // Some of Cloudinary's listings omit the etag.
  const etag = row.cloudinary_etag ?? undefined;
  const isAltered = etag !== undefined && asset?.etag !== undefined && asset.etag !== etag;
  const hasOriginal = asset?.bytes === row.file_size_bytes && !isAltered;
  const hasCopy =
    copy?.bytes === row.file_size_bytes && (row.backup_md5 === null || row.backup_md5 === copy.md5);
  if (!hasOriginal) return hasCopy ? 'missing in Cloudinary' : 'missing in both stores';
  if (!hasCopy) return copy === undefined ? 'backup missing' : 'backup differs';
  return row.backed_up_at === null ? 'backup not recorded' : null;
}

/** Reports files that have no row, and deletes them if asked to. */
async function handleUnknown(
  { cloudinary }: MediaStores,
  bucket: Bucket,
  unknown: Inventory,
  remove: boolean,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { public_id: publicId, resource_type: resourceType } of unknown.assets.values()) {
    if (remove) await cloudinary.remove(publicId, [resourceType]);
    findings.push({ kind: 'unknown in Cloudinary', publicId, ...(remove && { action: 'removed' }) });
  }
  for (const name of unknown.copies.keys()) {
    const publicId = name.slice(BACKUP_FOLDER.length);
    if (remove) await bucket.file(name).delete({ ignoreNotFound: true });
    findings.push({ kind: 'unknown backup', publicId, ...(remove && { action: 'removed' }) });
  }
  return findings;
}
