import { z } from 'zod';
import { count } from '../../platform/output.ts';
import type { MediaRow } from './mediaRow.ts';

export const mediaType = z.enum(['image', 'video']).meta({ id: 'MediaType' });

/** The URLs of a file's renditions; null for those that its type does not have, and until it is ready. */
export const renditionFields = {
  thumbnailUrl: z.string().nullable().describe('400 × 300; of a video, a still of 320 × 240.'),
  mediumUrl: z.string().nullable().describe('800 × 600; null for videos.'),
  compressedUrl: z.string().nullable().describe('Within 640 × 360; null for images.'),
};

/** A file as its owner sees it. */
export const mediaView = z
  .strictObject({
    mediaId: z.string(),
    status: z.enum(['pending', 'ready', 'rejected', 'expired', 'deleted']).meta({ id: 'MediaStatus' }),
    reason: z.string().nullable().describe('Why the file is not shown; null while it is pending or ready.'),
    type: mediaType,
    url: z.string().nullable().describe('The largest rendition; null until the file is ready.'),
    ...renditionFields,
    width: count.nullable().describe('Of the original, in pixels; null if not known.'),
    height: count.nullable().describe('Of the original, in pixels; null if not known.'),
    durationSeconds: z.number().nonnegative().nullable().describe('Null for images.'),
    sizeBytes: count.nullable(),
    format: z.string().nullable().describe('Such as `jpg` or `mp4`.'),
  })
  .meta({ id: 'MediaFile', description: 'A file as its owner sees it.' });

export type MediaView = z.infer<typeof mediaView>;

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
