import type { MediaRow, MediaStatus } from './mediaRow.ts';

/** A file as its owner sees it. */
export interface MediaView {
  mediaId: string;
  status: MediaStatus;
  /** Why the file is not shown; null while it is pending or ready. */
  reason: string | null;
  type: 'image' | 'video';
  url: string | null;
  thumbnailUrl: string | null;
  /** Images only. */
  mediumUrl: string | null;
  /** Videos only. */
  compressedUrl: string | null;
  width: number | null;
  height: number | null;
  /** Videos only. */
  durationSeconds: number | null;
  sizeBytes: number | null;
  format: string | null;
}

export function toMediaView(row: MediaRow): MediaView {
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
    sizeBytes: row.file_size_bytes,
    format: row.file_format,
  };
}
