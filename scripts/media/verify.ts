import { createWriteStream, openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { backUp, hex } from '../../functions/src/media/files/backup.ts';
import { eagerly, PURPOSES } from '../../functions/src/media/files/kinds.ts';
import { removeFiles } from '../../functions/src/media/files/retire.ts';
import { backupName, fileOf, MEDIA_COLUMNS, type MediaRow } from '../../functions/src/media/files/row.ts';
import { urlsOf } from '../../functions/src/media/files/settle.ts';
import type { Stores } from '../../functions/src/media/files/stores.ts';
import { RESOURCE_TYPES, type Asset } from '../../functions/src/platform/cloudinary.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { Bucket } from '../../functions/src/platform/storage.ts';

/** Rows that are read at once. */
const PAGE = 1000;

/** What is wrong with a file. */
export interface Finding {
  kind:
    | 'no copy'
    | 'copy differs'
    | 'copy not noted'
    | 'not in Cloudinary'
    | 'lost in both'
    | 'ended, but there'
    | 'unknown in Cloudinary'
    | 'unknown copy';
  /** The public id. */
  name: string;
  /** What was done about it; undefined for nothing. */
  done?: string;
}

export interface VerifyOptions {
  repair: boolean;
  /** Whether files that no row knows are removed: with the wrong database that would be all of them. */
  removeUnknown: boolean;
  onProgress?: (rows: number) => void;
}

/** What the stores have. */
interface Inventory {
  /** By type and public id: Cloudinary may have several files of the same id. */
  assets: Map<string, Asset>;
  /** By public id. */
  copies: Map<string, { bytes: number; md5: string }>;
}

/**
 * Compares what Cloudinary and the bucket have with the record, and repairs: a missing copy is made, a missing
 * original is restored from its copy, what should have gone is removed. What changes meanwhile is left alone.
 */
export async function verifyStores(
  sql: Sql,
  stores: Stores,
  bucket: Bucket,
  options: VerifyOptions,
): Promise<Finding[]> {
  const [clock] = await sql<{ began: Date }[]>`select now() as began`;
  const inventory = { assets: await listAssets(stores), copies: await listCopies(bucket) };
  const findings: Finding[] = [];
  const known = new Set<string>();
  const knownAssets = new Set<string>();
  let rows = 0;
  for await (const row of everyRow(sql, clock?.began ?? new Date())) {
    known.add(row.cloudinary_public_id);
    knownAssets.add(assetOf(row));
    const kind = row.recent ? null : problemOf(row, inventory);
    options.onProgress?.((rows += 1));
    if (kind === null) continue;
    const finding: Finding = { kind, name: row.cloudinary_public_id };
    if (options.repair) finding.done = await repair(sql, stores, bucket, row, kind);
    findings.push(finding);
  }
  for (const [key, asset] of inventory.assets) {
    if (knownAssets.has(key)) continue;
    const finding: Finding = { kind: 'unknown in Cloudinary', name: asset.public_id };
    if (options.removeUnknown) {
      const { public_id: publicId, resource_type, type } = asset;
      const delivery = type === 'authenticated' ? 'authenticated' : 'private';
      await stores.cloudinary.remove({ publicId, delivery }, [resource_type]);
      finding.done = 'removed';
    }
    findings.push(finding);
  }
  for (const publicId of inventory.copies.keys()) {
    if (known.has(publicId)) continue;
    const finding: Finding = { kind: 'unknown copy', name: publicId };
    if (options.removeUnknown) {
      await bucket.file(backupName({ cloudinary_public_id: publicId })).delete({ ignoreNotFound: true });
      finding.done = 'removed';
    }
    findings.push(finding);
  }
  return findings;
}

/** All rows by their ids, and which of them changed after that time. */
async function* everyRow(sql: Sql, time: Date): AsyncGenerator<MediaRow & { recent: boolean }> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const page = await sql<(MediaRow & { recent: boolean })[]>`
      select ${sql.unsafe(MEDIA_COLUMNS)}, updated_at >= ${time.toISOString()} as recent
      from media_files where id > ${after} order by id limit ${PAGE}`;
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)?.id ?? after;
  }
}

function assetOf(row: MediaRow): string {
  return `${row.file_type}/${row.cloudinary_public_id}`;
}

function problemOf(row: MediaRow, { assets, copies }: Inventory): Finding['kind'] | null {
  const asset = assets.get(assetOf(row));
  const copy = copies.get(row.cloudinary_public_id);
  if (row.status === 'pending') return null;
  if (row.status !== 'ready') return asset === undefined && copy === undefined ? null : 'ended, but there';
  // Not every list tells the tag.
  const tag = row.cloudinary_etag ?? undefined;
  const altered = tag !== undefined && asset?.etag !== undefined && asset.etag !== tag;
  const original = asset?.bytes === row.file_size_bytes && !altered;
  const copied =
    copy?.bytes === row.file_size_bytes && (row.backup_md5 === null || row.backup_md5 === copy.md5);
  if (!original) return copied ? 'not in Cloudinary' : 'lost in both';
  if (!copied) return copy === undefined ? 'no copy' : 'copy differs';
  return row.backed_up_at === null ? 'copy not noted' : null;
}

/** Returns what was done, or why nothing could be. */
async function repair(
  sql: Sql,
  stores: Stores,
  bucket: Bucket,
  row: MediaRow,
  kind: Finding['kind'],
): Promise<string> {
  switch (kind) {
    case 'no copy':
    case 'copy differs':
      // First, or whoever copies meanwhile would note the one that differs.
      await bucket.file(backupName(row)).delete({ ignoreNotFound: true });
      await sql`
        update media_files set backed_up_at = null, backup_md5 = null, firebase_backup_url = null
        where id = ${row.id}`;
      return backUp(sql, stores, row.id);
    case 'copy not noted':
      return backUp(sql, stores, row.id);
    case 'not in Cloudinary':
      return restore(sql, stores, bucket, row);
    case 'ended, but there':
      await removeFiles(sql, stores, row);
      return 'removed';
    default:
      return 'nothing can be done';
  }
}

/** Uploads the copy in place of the original. URLs get a new version; those with the old one work, too. */
async function restore(sql: Sql, stores: Stores, bucket: Bucket, row: MediaRow): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'talent-restore-'));
  try {
    const path = join(directory, 'file');
    await pipeline(bucket.file(backupName(row)).createReadStream(), createWriteStream(path));
    const fields = await stores.cloudinary.signed({
      allowed_formats: row.file_format ?? row.announced_format,
      eager: eagerly(row.file_type),
      eager_async: '1',
      invalidate: '1',
      overwrite: '1',
      public_id: row.cloudinary_public_id,
      timestamp: String(Math.floor(Date.now() / 1000)),
      type: fileOf(row).delivery,
    });
    const asset = await stores.cloudinary.upload(row.file_type, fields, await openAsBlob(path), 600_000);
    const urls = urlsOf(stores.cloudinary, row, asset.version);
    const restored = await sql`
      update media_files set
        cloudinary_version = ${asset.version}, cloudinary_etag = ${asset.etag ?? null},
        cloudinary_url = ${urls.full}, thumbnail_url = ${urls.thumbnail}, medium_url = ${urls.medium},
        compressed_url = ${urls.compressed}, updated_at = clock_timestamp()
      where id = ${row.id} and status = 'ready' returning id`;
    await stores.forget(row.id);
    if (restored.length === 1) return 'restored';
    await stores.cloudinary.remove(fileOf(row));
    return 'was deleted meanwhile';
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function listAssets({ cloudinary }: Stores): Promise<Map<string, Asset>> {
  const assets = new Map<string, Asset>();
  for (const type of RESOURCE_TYPES) {
    for (const { folder, delivery } of Object.values(PURPOSES)) {
      for await (const page of cloudinary.list(type, delivery, `${folder}/`)) {
        for (const asset of page) assets.set(`${type}/${asset.public_id}`, asset);
      }
    }
  }
  return assets;
}

async function listCopies(bucket: Bucket): Promise<Map<string, { bytes: number; md5: string }>> {
  const prefix = backupName({ cloudinary_public_id: '' });
  const copies = new Map<string, { bytes: number; md5: string }>();
  let query: object | null = { prefix, maxResults: 1000, autoPaginate: false };
  while (query !== null) {
    const [files, next] = (await bucket.getFiles(query)) as unknown as [
      { name: string; metadata: { size?: string | number; md5Hash?: string } }[],
      object | null,
    ];
    for (const { name, metadata } of files) {
      copies.set(name.slice(prefix.length), {
        bytes: Number(metadata.size),
        md5: hex(metadata.md5Hash ?? ''),
      });
    }
    query = next;
  }
  return copies;
}
