import type { FileReference, FileType } from '../../platform/cloudinary/asset.ts';
import type { Sql } from '../../platform/postgres.ts';
import { FOLDERS, type Purpose } from './purposes.ts';

export type MediaStatus = 'pending' | 'ready' | 'rejected' | 'expired' | 'deleted';

/** A row of `media_files`; sql/0004_media.sql documents the columns. */
export interface MediaRow {
  id: string;
  user_id: string;
  purpose: Purpose;
  status: MediaStatus;
  status_reason: string | null;
  cloudinary_public_id: string;
  former_public_id: string | null;
  cloudinary_version: number | null;
  cloudinary_etag: string | null;
  cloudinary_url: string | null;
  thumbnail_url: string | null;
  medium_url: string | null;
  compressed_url: string | null;
  file_type: FileType;
  declared_format: string;
  declared_bytes: number;
  file_format: string | null;
  file_size_bytes: number | null;
  width: number | null;
  height: number | null;
  duration_seconds: number | null;
  upload_until: Date;
  firebase_backup_url: string | null;
  backup_md5: string | null;
  backed_up_at: Date | null;
  created_at: Date;
}

/** The select list of a {@link MediaRow}; `bigint` columns are cast so that they arrive as numbers. */
export const MEDIA_COLUMNS = `
  id, user_id, purpose, status, status_reason, cloudinary_public_id, former_public_id,
  cloudinary_version::float8 as cloudinary_version, cloudinary_etag, cloudinary_url, thumbnail_url, medium_url,
  compressed_url, file_type, declared_format, declared_bytes::float8 as declared_bytes, file_format,
  file_size_bytes::float8 as file_size_bytes, width, height, duration_seconds, upload_until,
  firebase_backup_url, backup_md5, backed_up_at, created_at`;

export async function findMedia(sql: Sql, id: string): Promise<MediaRow | undefined> {
  const [row] = await sql<MediaRow[]>`
    select ${sql.unsafe(MEDIA_COLUMNS)} from media_files where id = ${id}`;
  return row;
}

export async function findMediaByPublicId(sql: Sql, publicId: string): Promise<MediaRow | undefined> {
  const [row] = await sql<MediaRow[]>`
    select ${sql.unsafe(MEDIA_COLUMNS)} from media_files where cloudinary_public_id = ${publicId}`;
  return row;
}

/** Identifies the original in Cloudinary. */
export function cloudinaryFile(row: Pick<MediaRow, 'cloudinary_public_id' | 'file_type'>): FileReference {
  return { publicId: row.cloudinary_public_id, fileType: row.file_type };
}

/** The public id that a file is uploaded under, which it keeps until its URLs are withdrawn. */
export function uploadPublicId({ id, purpose }: Pick<MediaRow, 'id' | 'purpose'>): string {
  return `${FOLDERS[purpose]}/${id}`;
}

const PUBLIC_ID = new RegExp(
  `^(?:${Object.values(FOLDERS).join('|')})/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-[0-9a-f]{8})?$`,
);

/** The file's id in a public id that these functions gave out; null for any other public id. */
export function mediaIdOf(publicId: string): string | null {
  return PUBLIC_ID.exec(publicId)?.[1] ?? null;
}

/** The folder of all copies in the backup bucket. */
export const BACKUP_FOLDER = 'backups/';

/** Object name of the copy in the backup bucket. Unlike the public id, it never changes. */
export function backupObjectName({ id, purpose }: Pick<MediaRow, 'id' | 'purpose'>): string {
  return `${BACKUP_FOLDER}${FOLDERS[purpose]}/${id}`;
}
