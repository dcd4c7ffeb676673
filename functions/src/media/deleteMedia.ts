import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import { logger } from '../platform/logger.ts';
import { redactError } from '../platform/postgres.ts';
import { findMedia } from './files/mediaRow.ts';
import { MEDIA_CALLABLE } from './files/mediaFunction.ts';
import { mediaStores, type MediaStores } from './files/mediaStores.ts';
import { findOwnedMedia } from './files/ownedMedia.ts';
import { removeMedia } from './files/removeMedia.ts';

const output = z
  .strictObject({
    removed: z
      .boolean()
      .describe(
        'Whether every store has removed it; false if one could not be reached, from which it is removed within the hour.',
      ),
  })
  .meta({ id: 'DeletedMedia' });

/** What a store that was down still has is deleted by `recoverMedia`. */
export const deleteMedia = callable({
  name: 'deleteMedia',
  description: `Deletes one of the caller’s own files everywhere.

From the answer on, nobody gets a URL of it.`,
  input: z.strictObject({ mediaId: z.uuid() }),
  output,
  errors: ['not-found', 'not-ready'],
  idempotent: true,
  options: MEDIA_CALLABLE,
  handle: (context, { mediaId }) => deleteOwnedMedia(context, mediaStores(), mediaId),
});

export async function deleteOwnedMedia(
  { uid, sql }: CallContext,
  stores: MediaStores,
  mediaId: string,
): Promise<z.infer<typeof output>> {
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
