import { logger } from '../platform/logger.ts';
import { z } from 'zod';
import { callable, type CallContext } from '../platform/callable.ts';
import { redactError } from '../platform/postgres.ts';
import { MEDIA_SECRETS } from './files/options.ts';
import { ownMedia } from './files/own.ts';
import { retire } from './files/retire.ts';
import { mediaById } from './files/row.ts';
import { stores, type Stores } from './files/stores.ts';

/**
 * For the owner: deletes a file from Cloudinary, from the backup and from the record. From the answer on
 * nobody gets a URL of it. `removed` is false when a store could not be reached: then the sweep removes it there.
 */
export const deleteMedia = callable({
  name: 'deleteMedia',
  allow: 'signed-in',
  input: z.strictObject({ mediaId: z.uuid() }),
  options: { secrets: MEDIA_SECRETS },
  handle: (context, { mediaId }) => remove(context, stores(), mediaId),
});

export async function remove(
  { uid, sql }: CallContext,
  media: Stores,
  mediaId: string,
): Promise<{ removed: boolean }> {
  const row = await ownMedia(sql, uid, mediaId);
  try {
    await retire(sql, media, row.id, { status: 'deleted', reason: 'its owner deleted it' });
    return { removed: true };
  } catch (error) {
    if ((await mediaById(sql, mediaId))?.status !== 'deleted') throw error;
    logger.warn('a deleted file is left to the sweep', { mediaId, ...redactError(error) });
    return { removed: false };
  }
}
