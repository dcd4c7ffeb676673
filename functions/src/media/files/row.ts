import type { FileReference, FileType } from '../../platform/cloudinary.ts';
import type { Sql } from '../../platform/postgres.ts';
import { PURPOSES, type Purpose } from './kinds.ts';

export type Status = 'pending' | 'ready' | 'rejected' | 'expired' | 'deleted';

/** What is known of an upload; sql/0012_media.sql says what the columns mean. */
export interface MediaRow {
  id: string;
  user_id: string;
  purpose: Purpose;
  status: Status;
  status_reason: string | null;
  cloudinary_public_id: string;
  cloudinary_version: number | null;
  cloudinary_etag: string | null;
  cloudinary_url: string | null;
  thumbnail_url: string | null;
  medium_url: string | null;
  compressed_url: string | null;
  file_type: FileType;
  announced_format: string;
  announced_bytes: number;
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

/** Every column of {@link MediaRow}; whole numbers come as numbers. */
export const MEDIA_COLUMNS = `
  id, user_id, purpose, status, status_reason, cloudinary_public_id,
  cloudinary_version::float8 as cloudinary_version, cloudinary_etag, cloudinary_url, thumbnail_url, medium_url,
  compressed_url, file_type, announced_format, announced_bytes::float8 as announced_bytes, file_format,
  file_size_bytes::float8 as file_size_bytes, width, height, duration_seconds, upload_until,
  firebase_backup_url, backup_md5, backed_up_at, created_at`;

export async function mediaById(sql: Sql, id: string): Promise<MediaRow | undefined> {
  const [row] = await sql<MediaRow[]>`
    select ${sql.unsafe(MEDIA_COLUMNS)} from media_files where id = ${id}`;
  return row;
}

export async function mediaByPublicId(sql: Sql, publicId: string): Promise<MediaRow | undefined> {
  const [row] = await sql<MediaRow[]>`
    select ${sql.unsafe(MEDIA_COLUMNS)} from media_files where cloudinary_public_id = ${publicId}`;
  return row;
}

/** Where the file is in Cloudinary. */
export function fileOf(row: Pick<MediaRow, 'cloudinary_public_id' | 'file_type' | 'purpose'>): FileReference {
  return {
    publicId: row.cloudinary_public_id,
    fileType: row.file_type,
    delivery: PURPOSES[row.purpose].delivery,
  };
}

/** The name of the file's copy in the backup bucket. */
export function backupName(row: Pick<MediaRow, 'cloudinary_public_id'>): string {
  return `backups/${row.cloudinary_public_id}`;
}
