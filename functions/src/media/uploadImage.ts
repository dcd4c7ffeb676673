import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import { isDomainError } from '../platform/errors.ts';
import { FILE_TYPES } from './files/fileTypes.ts';
import { invalidField } from '../platform/input.ts';
import { findMedia } from './files/mediaRow.ts';
import { MEDIA_CALLABLE } from './files/mediaFunction.ts';
import { mediaStores, type MediaStores } from './files/mediaStores.ts';
import { mediaView, toMediaView, type MediaView } from './files/mediaView.ts';
import { purposeInput, sourceInput } from './files/purposes.ts';
import { removeMedia } from './files/removeMedia.ts';
import { ContentInspector } from './inspection/contentInspector.ts';
import { detectFormat } from './inspection/detectFormat.ts';
import { notificationUrl } from './uploads/notificationUrl.ts';
import { reconcileUpload } from './uploads/reconcileUpload.ts';
import { reserveUpload } from './uploads/reserveUpload.ts';
import { uploadFields } from './uploads/uploadFields.ts';

const MAX_IMAGE_BYTES = 6 * 1024 * 1024;

/** Maximum input: base64 encodes 3 bytes as 4 characters. */
const MAX_INPUT_BYTES = (MAX_IMAGE_BYTES / 3) * 4 + 1000;

const input = z.strictObject({
  data: z.string().min(1).describe('The image, at most 6 MB, encoded as base64.'),
  purpose: purposeInput,
  source: sourceInput.default('web'),
});

export const uploadImage = callable({
  name: 'uploadImage',
  description: `Uploads a small image through the server, for clients that cannot post it to Cloudinary themselves.

The limits of \`createUpload\` apply. \`not-ready\` if no Cloudinary account is configured.`,
  input,
  output: mediaView,
  errors: ['over-quota', 'not-ready'],
  maxBytes: MAX_INPUT_BYTES,
  rateLimit: { calls: 20, seconds: 60 },
  // Cloud Run accepts requests of 32 MB, and several copies are in memory before an input is rejected.
  options: { ...MEDIA_CALLABLE, memory: '1GiB', concurrency: 4, timeoutSeconds: 120 },
  handle: (context, image) => proxyUpload(context, mediaStores(), image),
});

export async function proxyUpload(
  { uid, sql, now }: CallContext,
  stores: MediaStores,
  { data, purpose, source }: z.infer<typeof input>,
): Promise<MediaView> {
  const bytes = decodeBase64(data);
  const format = inspectImage(bytes);
  const { cloudinary } = stores;
  const declaration = { uid, fileType: 'image', format, sizeBytes: bytes.length, purpose, source } as const;
  const row = await reserveUpload(sql, { ...declaration, now });
  const fields = await uploadFields(cloudinary, row, notificationUrl(cloudinary));
  try {
    await reconcileUpload(sql, stores, await cloudinary.upload('image', fields, new Blob([bytes])));
  } catch (error) {
    // After a rejection the file will never arrive. After a connection error it may have; recoverMedia finds out.
    if (isDomainError(error) && error.code === 'bad-input') {
      const reason = 'The media store rejected the file.';
      await removeMedia(sql, stores, row.id, { status: 'rejected', reason });
    }
    throw error;
  }
  return toMediaView((await findMedia(sql, row.id)) ?? row);
}

function decodeBase64(data: string): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(data, 'base64');
  // Decoding skips invalid characters silently.
  if (bytes.toString('base64') !== data) throw invalidField('data', 'wrong-format', 'must be valid base64');
  if (bytes.length > MAX_IMAGE_BYTES) {
    throw invalidField('data', 'too-large', `must decode to at most ${String(MAX_IMAGE_BYTES)} bytes`);
  }
  return bytes;
}

/** Returns the image's format. @throws DomainError `bad-input` for other content and for unsafe images. */
function inspectImage(bytes: Buffer): string {
  const format = detectFormat(bytes);
  if (format === null || !Object.values(FILE_TYPES.image.formats).includes(format)) {
    throw invalidField('data', 'wrong-format', 'must be a JPEG, PNG, WebP, GIF, HEIC or AVIF image');
  }
  const inspector = new ContentInspector(format);
  inspector.add(bytes);
  const problem = inspector.problem();
  if (problem !== null) throw invalidField('data', 'invalid', problem);
  return format;
}
