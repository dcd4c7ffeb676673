import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import type { FileType } from '../platform/cloudinary.ts';
import { DomainError } from '../platform/errors.ts';
import { announce, uploadFields } from './files/announce.ts';
import { KINDS, PURPOSE_NAMES } from './files/kinds.ts';
import { notificationUrl } from './files/notificationUrl.ts';
import { MEDIA_SECRETS } from './files/options.ts';
import { stores, type Stores } from './files/stores.ts';

const input = z.strictObject({
  type: z.enum(['image', 'video']),
  /** In bytes: a larger file is removed as soon as it has come. */
  size: z.int().positive(),
  contentType: z.string().max(100),
  purpose: z.enum(PURPOSE_NAMES),
  source: z.enum(['mobile', 'web']).default('mobile'),
});

interface Upload {
  mediaId: string;
  /** The form to post: these fields, and the file as `file`. */
  url: string;
  fields: Record<string, string>;
  /** Until when it may begin, RFC 3339. */
  validUntil: string;
}

/** For everybody who is signed in: allows one upload straight to Cloudinary. */
export const createUpload = callable({
  name: 'createUpload',
  allow: 'signed-in',
  input,
  options: { secrets: MEDIA_SECRETS },
  handle: (context, upload) => allowUpload(context, stores(), upload),
});

export async function allowUpload(
  { uid, sql, now }: CallContext,
  { cloudinary }: Pick<Stores, 'cloudinary'>,
  { type, size, contentType, purpose, source }: z.infer<typeof input>,
): Promise<Upload> {
  const format = formatNamed(type, contentType);
  const row = await announce(sql, { uid, fileType: type, format, bytes: size, purpose, source, now });
  return {
    mediaId: row.id,
    url: cloudinary.uploadUrl(type),
    fields: await uploadFields(cloudinary, row, notificationUrl(cloudinary)),
    validUntil: row.upload_until.toISOString(),
  };
}

/** Cloudinary's name of a format. @throws DomainError `bad-input` for a content type that is not taken. */
function formatNamed(type: FileType, contentType: string): string {
  const { formats } = KINDS[type];
  const named = contentType.toLowerCase();
  const format = Object.hasOwn(formats, named) ? formats[named] : undefined;
  if (format !== undefined) return format;
  const problem = `must be one of ${Object.keys(formats).join(', ')}`;
  throw new DomainError('bad-input', `contentType: ${problem}`, {
    fields: [{ field: 'contentType', problem }],
  });
}
