import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import { logger } from '../platform/logger.ts';
import { redactError } from '../platform/postgres.ts';
import { findMedia } from './files/mediaRow.ts';
import { MEDIA_CALLABLE } from './files/mediaFunction.ts';
import { mediaStores, type MediaStores } from './files/mediaStores.ts';
import { findOwnedMedia } from './files/ownedMedia.ts';
import { removeMedia } from './files/removeMedia.ts';

/**
 * For the owner: deletes a file from Cloudinary, the backup bucket and the database. When the call returns, no one
 * can get the file's URL any more. `removed` is false when a store was down; `recoverMedia` then deletes the file
 * there.
 */
export const deleteMedia = callable({
  name: 'deleteMedia',
  input: z.strictObject({ mediaId: z.uuid() }),
  options: MEDIA_CALLABLE,
  handle: (context, { mediaId }) => deleteOwnedMedia(context, mediaStores(), mediaId),
});

export async function deleteOwnedMedia(
  { uid, sql }: CallContext,
  stores: MediaStores,
  mediaId: string,
): Promise<{ removed: boolean }> {
  const row = await findOwnedMedia(sql, uid, mediaId);
  try {
    await removeMedia(sql, stores, row.id, {
      status: 'deleted',
      reason: 'The file was deleted by its owner.',
    });
    return { removed: true };
  } catch (error) {
    if ((await findMedia(sql, mediaId))?.status !== 'deleted') throw error;
    logger.warn('file deletion postponed: a store is down', { mediaId, ...redactError(error) });
    return { removed: false };
  }
}
