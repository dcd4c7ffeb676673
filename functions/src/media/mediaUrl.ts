import { z } from 'zod';
import { mediaTag, personTag } from '../platform/cache.ts';
import { callable, type CallContext } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import { nearestRendition } from './delivery/nearestRendition.ts';
import { renditionUrl } from './delivery/renditionUrls.ts';
import type { RenditionName } from './files/fileTypes.ts';
import { isShownToOthers } from './files/isShownToOthers.ts';
import { findMedia } from './files/mediaRow.ts';
import { MEDIA_CALLABLE } from './files/mediaFunction.ts';
import { mediaStores, type MediaStores } from './files/mediaStores.ts';

const pixels = z.int().min(16).max(1920);

const input = z.strictObject({
  mediaId: z.uuid(),
  /** The least size wanted. Files are delivered in a few sizes only, so the answer may be larger, or smaller. */
  width: pixels.optional(),
  height: pixels.optional(),
});

interface MediaUrl {
  /** The rendition nearest to what was wanted: see nearestRendition.ts. */
  url: string;
  rendition: RenditionName;
  thumbnailUrl: string | null;
  mediumUrl: string | null;
  compressedUrl: string | null;
  type: 'image' | 'video';
  /** Of the rendition, in pixels; null if the size of the original is not known. */
  width: number | null;
  height: number | null;
  durationSeconds: number | null;
  mediaId: string;
  ownerId: string;
}

/**
 * For signed-in users: a file's URLs, nearest to the requested size. Others than its owner get them while a document
 * shows the file, and for a day longer; profile files only while their owner's profile shows them.
 */
export const mediaUrl = callable({
  name: 'mediaUrl',
  input,
  cheap: true,
  rateLimit: { calls: 600, seconds: 60 },
  cache: {
    seconds: 3600,
    // Tagged with the owner because a change of their profile can change who may see the file.
    tags: ({ mediaId, ownerId }: MediaUrl) => [mediaTag(mediaId), personTag(ownerId)],
  },
  options: MEDIA_CALLABLE,
  handle: (context, request) => getMediaUrl(context, mediaStores(), request),
});

export async function getMediaUrl(
  { uid, sql, now }: CallContext,
  { cloudinary }: Pick<MediaStores, 'cloudinary'>,
  { mediaId, width, height }: z.infer<typeof input>,
): Promise<MediaUrl> {
  const row = await findMedia(sql, mediaId);
  const version = row?.cloudinary_version;
  if (
    row?.status !== 'ready' ||
    version == null ||
    !(row.user_id === uid || (await isShownToOthers(sql, row, now)))
  ) {
    throw new DomainError('not-found', 'There is no file with this `mediaId`.');
  }
  const { name, rendition, size } = nearestRendition(row, { width, height });
  return {
    url: renditionUrl(cloudinary, row, version, rendition),
    rendition: name,
    thumbnailUrl: row.thumbnail_url,
    mediumUrl: row.medium_url,
    compressedUrl: row.compressed_url,
    type: row.file_type,
    width: size?.width ?? null,
    height: size?.height ?? null,
    durationSeconds: row.duration_seconds,
    mediaId,
    ownerId: row.user_id,
  };
}
