import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import { MEDIA_SECRETS } from './files/options.ts';
import { ownMedia } from './files/own.ts';
import { fileOf, mediaById } from './files/row.ts';
import { settle } from './files/settle.ts';
import { stores, type Stores } from './files/stores.ts';
import { view, type MediaView } from './files/view.ts';

/** How far the clocks of Cloudinary and Postgres may differ, in seconds. */
const CLOCK_SECONDS = 300;

const input = z.strictObject({
  mediaId: z.uuid(),
  /** As Cloudinary answered the upload. */
  version: z.int().positive(),
  signature: z.string().min(1).max(200),
});

/**
 * For the owner: tells that an upload is done, and answers with what became of it. What Cloudinary answered
 * to the app proves that there was an upload; what the file is, Cloudinary is asked itself. It may come before
 * or after Cloudinary's own notification, twice, or never.
 */
export const completeUpload = callable({
  name: 'completeUpload',
  allow: 'signed-in',
  input,
  options: { secrets: MEDIA_SECRETS },
  handle: (context, upload) => complete(context, stores(), upload),
});

export async function complete(
  { uid, sql, now }: CallContext,
  media: Stores,
  { mediaId, version, signature }: z.infer<typeof input>,
): Promise<MediaView> {
  const row = await ownMedia(sql, uid, mediaId);
  if (!(await media.cloudinary.isUploadAnswer(row.cloudinary_public_id, version, signature))) {
    throw new DomainError('bad-input', 'the signature is not of this upload');
  }
  // A version is the time of the upload in seconds.
  const [from, to] = [row.created_at, now].map((time) => time.getTime() / 1000) as [number, number];
  if (version < from - CLOCK_SECONDS || version > to + CLOCK_SECONDS) {
    throw new DomainError('bad-input', 'the version is not of this upload');
  }
  if (row.status !== 'pending') return view(row);
  const asset = await media.cloudinary.find(fileOf(row));
  if (asset === null) throw new DomainError('not-ready', 'the file has not arrived: try again');
  await settle(sql, media, asset);
  return view((await mediaById(sql, mediaId)) ?? row);
}
