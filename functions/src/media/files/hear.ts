import { z } from 'zod';
import type { Sql } from '../../platform/postgres.ts';
import { assetSchema } from '../../platform/cloudinary.ts';
import { retire } from './retire.ts';
import { fileOf, mediaByPublicId } from './row.ts';
import { settle } from './settle.ts';
import type { Stores } from './stores.ts';

/** A notification as it came. */
export interface Notification {
  body: string;
  timestamp: string;
  signature: string;
}

/** What became of it: nobody but Cloudinary is listened to, and not everything that it says matters here. */
export type Heard = 'forged' | 'ignored' | 'heard';

/** https://cloudinary.com/documentation/notifications shows what there is. */
const notificationSchema = z.object({
  notification_type: z.string(),
  public_id: z.string(),
  moderation_status: z.string().optional(),
});

/**
 * Handles a notification: may come twice, late, before `completeUpload` or after it, and in any order.
 *
 * @throws what has to come again: a database or a store that cannot be reached.
 */
export async function hear(sql: Sql, stores: Stores, notification: Notification): Promise<Heard> {
  const { body, timestamp, signature } = notification;
  const genuine = await stores.cloudinary.isNotification(body, timestamp, signature, new Date());
  if (!genuine) return 'forged';
  const told = parseJson(body);
  // Other things are signed with the same secret: what Cloudinary answers an upload, for one.
  if (told === undefined) return 'forged';
  const parsed = notificationSchema.safeParse(told);
  // Others have no single file: of folders, say, or of several files that were deleted.
  if (!parsed.success) return 'ignored';
  const { notification_type: kind, public_id: publicId, moderation_status: moderated } = parsed.data;
  if (kind === 'upload') {
    const settled = await settle(sql, stores, assetSchema.parse(told));
    return settled === null ? 'ignored' : 'heard';
  }
  if (kind !== 'eager' && kind !== 'moderation') return 'ignored';
  const row = await mediaByPublicId(sql, publicId);
  if (row === undefined) return 'ignored';
  // The notification of the upload may have been lost, or waited for the moderation.
  const asset = row.status === 'pending' ? await stores.cloudinary.find(fileOf(row)) : null;
  if (asset !== null) {
    const moderation = moderated === undefined ? asset.moderation : [{ status: moderated }];
    await settle(sql, stores, { ...asset, moderation });
    return 'heard';
  }
  if (moderated !== 'rejected') return 'ignored';
  await retire(sql, stores, row.id, { status: 'rejected', reason: 'the moderation rejected it' });
  return 'heard';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
