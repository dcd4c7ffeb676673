import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import { invalidField } from '../platform/input.ts';
import { cloudinaryFile, findMedia, uploadPublicId } from './files/mediaRow.ts';
import { MEDIA_CALLABLE } from './files/mediaFunction.ts';
import { mediaStores, type MediaStores } from './files/mediaStores.ts';
import { mediaView, toMediaView, type MediaView } from './files/mediaView.ts';
import { findOwnedMedia } from './files/ownedMedia.ts';
import { reconcileUpload } from './uploads/reconcileUpload.ts';

/** Tolerated clock difference between Cloudinary and Postgres, in seconds. */
const CLOCK_SKEW_SECONDS = 300;

const input = z.strictObject({
  mediaId: z.uuid(),
  version: z.int().positive().describe('From Cloudinary’s response to the upload.'),
  signature: z.string().min(1).max(200).describe('From Cloudinary’s response to the upload.'),
});

/**
 * Cloudinary's signed response proves that an upload took place; the file itself is looked up at Cloudinary. Calls may
 * come before or after Cloudinary's notification, repeatedly, or never.
 */
export const completeUpload = callable({
  name: 'completeUpload',
  description: `Reports that an upload of the caller’s is done, and returns the file.

Cloudinary also notifies the suite, so this call may come first, second, twice or never. \`not-found\` if the caller has no such upload; \`not-ready\` while the file has not arrived: try again.`,
  input,
  output: mediaView,
  errors: ['not-found', 'not-ready'],
  idempotent: true,
  options: MEDIA_CALLABLE,
  handle: (context, response) => completeMediaUpload(context, mediaStores(), response),
});

export async function completeMediaUpload(
  { uid, sql, now }: CallContext,
  stores: MediaStores,
  { mediaId, version, signature }: z.infer<typeof input>,
): Promise<MediaView> {
  const row = await findOwnedMedia(sql, uid, mediaId);
  const { signer } = stores.cloudinary;
  if (!(await signer.isGenuineUploadResponse(uploadPublicId(row), version, signature))) {
    throw invalidField('signature', 'invalid', "must be the one in Cloudinary's response to this upload");
  }
  // A version is the time of the upload, in seconds since 1970.
  const earliest = row.created_at.getTime() / 1000 - CLOCK_SKEW_SECONDS;
  const latest = now.getTime() / 1000 + CLOCK_SKEW_SECONDS;
  if (version < earliest || version > latest) {
    throw invalidField('version', 'invalid', "must be the one in Cloudinary's response to this upload");
  }
  if (row.status !== 'pending') return toMediaView(row);
  const asset = await stores.cloudinary.find(cloudinaryFile(row));
  if (asset === null) throw new DomainError('not-ready', 'The file has not arrived yet. Try again.');
  await reconcileUpload(sql, stores, asset);
  return toMediaView((await findMedia(sql, mediaId)) ?? row);
}
