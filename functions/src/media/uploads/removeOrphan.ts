import type { Cloudinary } from '../../platform/cloudinary/cloudinary.ts';
import { logger } from '../../platform/logger.ts';
import type { Sql } from '../../platform/postgres.ts';
import { findMedia, mediaIdOf } from '../files/mediaRow.ts';

/**
 * Deletes a file that arrived under a public id of ours after its row was gone, since its owner was erased. A row
 * exists before anybody can upload under its id, so such a file can never be anybody's. Files of others in the account
 * stay.
 */
export async function removeOrphan(sql: Sql, cloudinary: Cloudinary, publicId: string): Promise<void> {
  const mediaId = mediaIdOf(publicId);
  // A file that is being renamed has a row with another public id.
  const isOrphan = mediaId !== null && (await findMedia(sql, mediaId)) === undefined;
  if (isOrphan) await cloudinary.remove(publicId);
  logger.warn('cloudinary stored an unknown file', { publicId, removed: isOrphan });
}
