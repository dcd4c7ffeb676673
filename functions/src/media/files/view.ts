import type { MediaRow, Status } from './row.ts';

/** A file as its owner sees it. */
export interface MediaView {
  mediaId: string;
  status: Status;
  /** Why it was rejected. */
  reason: string | null;
  type: 'image' | 'video';
  url: string | null;
  thumbnailUrl: string | null;
  /** Of images. */
  mediumUrl: string | null;
  /** Of videos. */
  compressedUrl: string | null;
  width: number | null;
  height: number | null;
  /** Of videos. */
  durationSeconds: number | null;
  bytes: number | null;
  format: string | null;
}

export function view(row: MediaRow): MediaView {
  return {
    mediaId: row.id,
    status: row.status,
    reason: row.status_reason,
    type: row.file_type,
    url: row.cloudinary_url,
    thumbnailUrl: row.thumbnail_url,
    mediumUrl: row.medium_url,
    compressedUrl: row.compressed_url,
    width: row.width,
    height: row.height,
    durationSeconds: row.duration_seconds,
    bytes: row.file_size_bytes,
    format: row.file_format,
  };
}
