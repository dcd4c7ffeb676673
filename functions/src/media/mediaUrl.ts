import { z } from 'zod';
import { mediaTag, personTag } from '../platform/cache.ts';
import { callable, type CallContext } from '../platform/callable.ts';
import type { Cloudinary } from '../platform/cloudinary/cloudinary.ts';
import { count } from '../platform/output.ts';
import { nearestRendition } from './delivery/nearestRendition.ts';
import { renditionUrl } from './delivery/renditionUrls.ts';
import { isShownToOthers } from './files/isShownToOthers.ts';
import { MEDIA_COLUMNS, type MediaRow } from './files/mediaRow.ts';
import { mediaType, renditionFields } from './files/mediaView.ts';
import { MEDIA_CALLABLE } from './files/mediaFunction.ts';
import { mediaStores, type MediaStores } from './files/mediaStores.ts';

const pixels = z.int().min(16).max(1920);

/** As many as a screen shows. */
const MAX_FILES = 50;

const input = z.strictObject({
  mediaIds: z.array(z.uuid()).min(1).max(MAX_FILES),
  width: pixels
    .optional()
    .describe(
      'The least width wanted, in pixels. Files are delivered in a few sizes only, so `url` may be larger, or smaller.',
    ),
  height: pixels.optional().describe('The least height wanted, in pixels.'),
});

const deliveredFile = z
  .strictObject({
    mediaId: z.string(),
    ownerId: z.string(),
    type: mediaType,
    url: z
      .string()
      .describe('The smallest rendition that is at least as large as wanted, or the largest there is.'),
    rendition: z
      .enum(['thumbnail', 'medium', 'compressed', 'full'])
      .meta({ id: 'RenditionName', description: 'A version of a file that viewers get.' }),
    width: count.nullable().describe('Of `url`, in pixels; null if the size of the original is not known.'),
    height: count.nullable().describe('Of `url`, in pixels; null if the size of the original is not known.'),
    ...renditionFields,
    durationSeconds: z.number().nonnegative().nullable().describe('Null for images.'),
  })
  .meta({ id: 'DeliveredFile', description: 'A file as viewers get it.' });

const output = z
  .strictObject({
    files: z
      .array(deliveredFile.nullable())
      .describe(
        'One for each of `mediaIds`, in their order; null for a file that does not exist, is not ready, or may not be seen. An answer with a null is not cached.',
      ),
  })
  .meta({ id: 'MediaUrls' });

type MediaUrls = z.infer<typeof output>;
type DeliveredFile = z.infer<typeof deliveredFile>;

export const mediaUrl = callable({
  name: 'mediaUrl',
  description: `The URLs of up to 50 files, nearest to the size in which the app shows them.

The owner of a file sees it always. Others see it while one of the owner’s documents shows it (a post, an event or the profile), and for a day after its upload or after the last document stopped showing it; files of purpose \`profile\` only while the owner’s profile shows them and the owner is visible in search.

A URL is signed for one rendition of one file. Anybody who has it can see that rendition without signing in, until the file is deleted, or until the night after others may no longer see it. So ask for URLs when you show files, rather than keeping them: a file that is shown again has new ones.`,
  input,
  output,
  errors: ['not-ready'],
  idempotent: true,
  cheap: true,
  rateLimit: { calls: 120, seconds: 60 },
  cache: {
    seconds: 3600,
    // Tagged with the owner because a change of their profile can change who may see the file.
    tags: ({ files }) =>
      files.flatMap((file) => (file === null ? [] : [mediaTag(file.mediaId), personTag(file.ownerId)])),
    // What is not shown yet may be any moment, and nothing says so.
    until: ({ files }) => (files.includes(null) ? 0 : Infinity),
  },
  options: MEDIA_CALLABLE,
  handle: (context, request) => getMediaUrls(context, mediaStores(), request),
});

export async function getMediaUrls(
  { uid, sql, now }: CallContext,
  { cloudinary }: Pick<MediaStores, 'cloudinary'>,
  { mediaIds, ...wanted }: z.infer<typeof input>,
): Promise<MediaUrls> {
  const rows = await sql<MediaRow[]>`
    select ${sql.unsafe(MEDIA_COLUMNS)} from media_files
    where id in (select json_array_elements_text(${JSON.stringify(mediaIds)}::text::json)::uuid)
      and status = 'ready' and (user_id = ${uid} or ${isShownToOthers(sql, now)})`;
  const files = new Map(rows.map((row) => [row.id, toDeliveredFile(cloudinary, row, wanted)]));
  return { files: mediaIds.map((id) => files.get(id.toLowerCase()) ?? null) };
}

/** Null for a file that Cloudinary has not named a version of. */
function toDeliveredFile(
  cloudinary: Cloudinary,
  row: MediaRow,
  wanted: Omit<z.infer<typeof input>, 'mediaIds'>,
): DeliveredFile | null {
  if (row.cloudinary_version === null) return null;
  const { name, rendition, size } = nearestRendition(row, wanted);
  return {
    mediaId: row.id,
    ownerId: row.user_id,
    type: row.file_type,
    url: renditionUrl(cloudinary, row, row.cloudinary_version, rendition),
    rendition: name,
    width: size?.width ?? null,
    height: size?.height ?? null,
    thumbnailUrl: row.thumbnail_url,
    mediumUrl: row.medium_url,
    compressedUrl: row.compressed_url,
    durationSeconds: row.duration_seconds,
  };
}
