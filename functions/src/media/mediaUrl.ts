import { z } from 'zod';
import { mediaTag, personTag } from '../platform/cache.ts';
import { callable, type CallContext } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import type { Sql } from '../platform/postgres.ts';
import { MEDIA_SECRETS } from './files/options.ts';
import { mediaById, type MediaRow } from './files/row.ts';
import { urlOf } from './files/settle.ts';
import { stores, type Stores } from './files/stores.ts';
import { sized } from './files/urls.ts';

const pixels = z.int().min(16).max(1920);

const input = z.strictObject({
  mediaId: z.uuid(),
  /** With both, the image is cut to them; with one, it is made that small; with none, it keeps its size. */
  width: pixels.optional(),
  height: pixels.optional(),
});

interface MediaUrl {
  url: string;
  thumbnailUrl: string | null;
  mediumUrl: string | null;
  compressedUrl: string | null;
  type: 'image' | 'video';
  format: string | null;
  bytes: number | null;
  width: number | null;
  height: number | null;
  durationSeconds: number | null;
  mediaId: string;
  ownerId: string;
}

/**
 * For everybody who is signed in: where a file is delivered, in the size asked for, and what it is. Files of
 * profiles are shown to others only while their owner's profile names them, and their URLs are signed.
 */
export const mediaUrl = callable({
  name: 'mediaUrl',
  allow: 'signed-in',
  input,
  rateLimit: { calls: 600, seconds: 60 },
  cache: {
    seconds: 3600,
    // The owner's: what their profile names may change.
    tags: ({ mediaId, ownerId }: MediaUrl) => [mediaTag(mediaId), personTag(ownerId)],
  },
  options: { secrets: MEDIA_SECRETS },
  handle: (context, wanted) => locate(context, stores(), wanted),
});

export async function locate(
  { uid, sql }: CallContext,
  { cloudinary }: Pick<Stores, 'cloudinary'>,
  { mediaId, width, height }: z.infer<typeof input>,
): Promise<MediaUrl> {
  const row = await mediaById(sql, mediaId);
  const version = row?.cloudinary_version;
  if (row?.status !== 'ready' || version == null || !(await mayBeSeen(sql, uid, row))) {
    throw new DomainError('not-found', 'there is no such file');
  }
  return {
    url: urlOf(cloudinary, row, version, { transformation: sized(width, height) }),
    thumbnailUrl: row.thumbnail_url,
    mediumUrl: row.medium_url,
    compressedUrl: row.compressed_url,
    type: row.file_type,
    format: row.file_format,
    bytes: row.file_size_bytes,
    width: row.width,
    height: row.height,
    durationSeconds: row.duration_seconds,
    mediaId,
    ownerId: row.user_id,
  };
}

async function mayBeSeen(sql: Sql, uid: string, row: MediaRow): Promise<boolean> {
  if (row.purpose !== 'profile' || row.user_id === uid) return true;
  const [link] = await sql`
    select from media_usage
    where media_id = ${row.id} and used_in_type = 'profile' and used_in_id = ${row.user_id}`;
  return link !== undefined;
}
