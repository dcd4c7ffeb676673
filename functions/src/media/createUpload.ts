import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import type { FileType } from '../platform/cloudinary/asset.ts';
import { formatOf } from './files/contentType.ts';
import { FILE_TYPES } from './files/fileTypes.ts';
import { invalidField } from '../platform/input.ts';
import { MEDIA_CALLABLE } from './files/mediaFunction.ts';
import { mediaStores, type MediaStores } from './files/mediaStores.ts';
import { PURPOSE_NAMES } from './files/purposes.ts';
import { notificationUrl } from './uploads/notificationUrl.ts';
import { reserveUpload } from './uploads/reserveUpload.ts';
import { uploadFields } from './uploads/uploadFields.ts';

const input = z.strictObject({
  type: z.enum(['image', 'video']),
  /** A larger file is removed as soon as it arrives. */
  sizeBytes: z.int().positive(),
  /** With or without parameters: `video/webm;codecs=vp9,opus`. */
  contentType: z.string().max(200),
  purpose: z.enum(PURPOSE_NAMES),
  source: z.enum(['mobile', 'web']).default('mobile'),
});

interface Upload {
  mediaId: string;
  /** Where to post a form with these fields, and the file as `file`. */
  url: string;
  fields: Record<string, string>;
  /** The upload must start before this time, RFC 3339. */
  validUntil: string;
}

/** For signed-in users: authorises one direct upload to Cloudinary. */
export const createUpload = callable({
  name: 'createUpload',
  input,
  options: MEDIA_CALLABLE,
  handle: (context, declaration) => authoriseUpload(context, mediaStores(), declaration),
});

export async function authoriseUpload(
  { uid, sql, now }: CallContext,
  { cloudinary }: Pick<MediaStores, 'cloudinary'>,
  { type, sizeBytes, contentType, purpose, source }: z.infer<typeof input>,
): Promise<Upload> {
  const format = toFormat(type, contentType);
  const row = await reserveUpload(sql, { uid, fileType: type, format, sizeBytes, purpose, source, now });
  return {
    mediaId: row.id,
    url: cloudinary.uploadUrl(type),
    fields: await uploadFields(cloudinary, row, notificationUrl(cloudinary)),
    validUntil: row.upload_until.toISOString(),
  };
}

/** Cloudinary's name for the format. @throws DomainError `bad-input` for an unsupported content type. */
function toFormat(type: FileType, contentType: string): string {
  const format = formatOf(type, contentType);
  if (format === null) {
    throw invalidField(
      'contentType',
      'not-allowed-value',
      `must be one of ${Object.keys(FILE_TYPES[type].formats).join(', ')}`,
    );
  }
  return format;
}
