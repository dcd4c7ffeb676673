import { Readable } from 'node:stream';
import type { Cloudinary } from '../../platform/cloudinary/cloudinary.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Sql } from '../../platform/postgres.ts';
import type { Bucket } from '../../platform/storage.ts';
import { backupObjectName, cloudinaryFile, MEDIA_COLUMNS, type MediaRow } from '../files/mediaRow.ts';

/** The stores that originals are read from; null for one that is not configured. */
export interface MediaSources {
  cloudinary: Cloudinary | null;
  bucket: Bucket | null;
}

/** A file that somebody uploaded. */
export interface Original {
  mediaId: string;
  format: string;
  bytes: number;
  /** Opens its content; null if it is in neither store. @throws when a store does not answer */
  open: () => Promise<AsyncIterable<Uint8Array> | null>;
}

/** The ready files of a person, the oldest first. */
export async function readOriginals(sql: Sql, sources: MediaSources, uid: string): Promise<Original[]> {
  const rows = await sql<MediaRow[]>`
    select ${sql.unsafe(MEDIA_COLUMNS)} from media_files
    where user_id = ${uid} and status = 'ready' order by created_at, id`;
  return rows.map((row) => ({
    mediaId: row.id,
    format: row.file_format ?? row.declared_format,
    bytes: row.file_size_bytes ?? row.declared_bytes,
    open: async () => (await openBackup(sources, row)) ?? (await openAsset(sources, row)),
  }));
}

async function openBackup(
  { bucket }: MediaSources,
  row: MediaRow,
): Promise<AsyncIterable<Uint8Array> | null> {
  if (bucket === null || row.backed_up_at === null) return null;
  const file = bucket.file(backupObjectName(row));
  const [exists] = await file.exists();
  return exists ? file.createReadStream({ validation: 'md5' }) : null;
}

async function openAsset(
  { cloudinary }: MediaSources,
  row: MediaRow,
): Promise<AsyncIterable<Uint8Array> | null> {
  if (cloudinary === null) return null;
  const format = row.file_format ?? row.declared_format;
  const response = await fetch(await cloudinary.signer.downloadUrl(cloudinaryFile(row), format));
  if (response.ok && response.body !== null) return Readable.fromWeb(response.body);
  await response.body?.cancel();
  if (response.status === 404) return null;
  throw new DomainError('unreachable', `The original cannot be read (${String(response.status)}).`);
}
