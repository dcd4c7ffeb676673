import { z } from 'zod';
import { assetSchema } from '../../platform/cloudinary/asset.ts';
import { logger } from '../../platform/logger.ts';
import type { Sql } from '../../platform/postgres.ts';
import { cloudinaryFile, findMediaByPublicId } from '../files/mediaRow.ts';
import type { MediaStores } from '../files/mediaStores.ts';
import { removeMedia } from '../files/removeMedia.ts';
import { reconcileUpload } from './reconcileUpload.ts';
import { removeOrphan } from './removeOrphan.ts';

/** A notification as received: the raw body and its signature headers. */
export interface Notification {
  body: string;
  timestamp: string;
  signature: string;
}

/** `ignored`: genuine, but irrelevant here or about an unknown file. */
export type NotificationOutcome = 'forged' | 'ignored' | 'handled';

/** The part we need: https://cloudinary.com/documentation/notifications */
const notificationSchema = z.object({
  notification_type: z.string(),
  public_id: z.string(),
  moderation_status: z.string().optional(),
});

type ParsedNotification = z.infer<typeof notificationSchema>;

/**
 * Handles a Cloudinary notification. Notifications may arrive late, twice, in any order, and before or after
 * `completeUpload`.
 *
 * @param sql opens the database, for genuine notifications alone
 * @throws when the database or a store cannot be reached; Cloudinary then sends the notification again.
 */
export async function handleNotification(
  sql: () => Sql,
  stores: MediaStores,
  { body, timestamp, signature }: Notification,
): Promise<NotificationOutcome> {
  const { signer } = stores.cloudinary;
  if (!(await signer.isGenuineNotification(body, timestamp, signature, new Date()))) return 'forged';
  const payload = parseJson(body);
  // The same secret signs other texts too, such as upload responses; those are not JSON.
  if (payload === undefined) return 'forged';
  const parsed = notificationSchema.safeParse(payload);
  // Some notifications concern no single file: folder changes, bulk deletions.
  if (!parsed.success) return 'ignored';
  switch (parsed.data.notification_type) {
    case 'upload': {
      const asset = assetSchema.safeParse(payload);
      // Sent again, it would not fit any better; recoverMedia asks Cloudinary about files that stay pending.
      if (!asset.success) {
        logger.error('cloudinary describes an upload in a way that is not known');
        return 'ignored';
      }
      const result = await reconcileUpload(sql(), stores, asset.data);
      return result === null ? 'ignored' : 'handled';
    }
    case 'eager':
    case 'moderation':
      return handleFollowUp(sql(), stores, parsed.data);
    default:
      return 'ignored';
  }
}

/** Handles a notification that follows the upload's own: renditions are generated, or moderation has decided. */
async function handleFollowUp(
  sql: Sql,
  stores: MediaStores,
  { public_id: publicId, moderation_status: moderationStatus }: ParsedNotification,
): Promise<NotificationOutcome> {
  const row = await findMediaByPublicId(sql, publicId);
  if (row === undefined) {
    await removeOrphan(sql, stores.cloudinary, publicId);
    return 'ignored';
  }
  // Still pending: the upload notification was lost, or the file was waiting for moderation.
  const asset = row.status === 'pending' ? await stores.cloudinary.find(cloudinaryFile(row)) : null;
  if (asset !== null) {
    const moderation = moderationStatus === undefined ? asset.moderation : [{ status: moderationStatus }];
    await reconcileUpload(sql, stores, { ...asset, moderation });
    return 'handled';
  }
  if (moderationStatus !== 'rejected') return 'ignored';
  const reason = 'The file was rejected by moderation.';
  await removeMedia(sql, stores, row.id, { status: 'rejected', reason });
  return 'handled';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
