import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import type { FileType } from '../platform/cloudinary/asset.ts';
import { formatOf } from './files/contentType.ts';
import { FILE_TYPES } from './files/fileTypes.ts';
import { time } from '../platform/output.ts';
import { invalidField } from '../platform/input.ts';
import { MEDIA_CALLABLE } from './files/mediaFunction.ts';
import { mediaStores, type MediaStores } from './files/mediaStores.ts';
import { mediaType } from './files/mediaView.ts';
import { purposeInput, sourceInput } from './files/purposes.ts';
import { notificationUrl } from './uploads/notificationUrl.ts';
import { reserveUpload } from './uploads/reserveUpload.ts';
import { uploadFields } from './uploads/uploadFields.ts';

const input = z.strictObject({
  type: mediaType,
  sizeBytes: z.int().positive().describe('A larger file is removed as soon as it arrives.'),
  contentType: z
    .string()
    .max(200)
    .describe('Such as `image/jpeg`, with or without parameters: `video/webm;codecs=vp9,opus`.'),
  purpose: purposeInput,
  source: sourceInput.default('mobile'),
});

const output = z
  .strictObject({
    mediaId: z.string(),
    url: z.string().describe('Where to post a form with these `fields`, and the file as `file`.'),
    fields: z.record(z.string(), z.string()).describe('Post all of them, unchanged.'),
    validUntil: time.describe(
      'When the upload must have begun: within 15 minutes for images, an hour for videos.',
    ),
  })
  .meta({ id: 'AnnouncedUpload' });

type Upload = z.infer<typeof output>;

export const createUpload = callable({
  name: 'createUpload',
  description: `Allows one direct upload to Cloudinary.

It counts towards the person’s monthly quota and the campus’s plan from now on, unless it expires; \`over-quota\` beyond either. \`not-ready\` if no Cloudinary account is configured.`,
  input,
  output,
  errors: ['over-quota', 'not-ready'],
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
