import { randomUUID } from 'node:crypto';
import type { Cloudinary, FileType } from '../../platform/cloudinary.ts';
import { DomainError } from '../../platform/errors.ts';
import { waitForLock } from '../../platform/locks.ts';
import { transaction, type Sql } from '../../platform/postgres.ts';
import { eagerly, KINDS, PURPOSES, type Purpose } from './kinds.ts';
import { MONTHLY_BYTES, MONTHLY_UPLOADS, usedThisMonth } from './quota.ts';
import { MEDIA_COLUMNS, type MediaRow } from './row.ts';

/** A file that somebody wants to upload. */
export interface Announcement {
  uid: string;
  fileType: FileType;
  format: string;
  bytes: number;
  purpose: Purpose;
  source: 'mobile' | 'web';
  now: Date;
}

/** How long the app may take until it begins to upload, in seconds. */
const UPLOAD_SECONDS: Record<FileType, number> = { image: 15 * 60, video: 60 * 60 };

/** How long Cloudinary takes a signature for, in seconds. */
const SIGNATURE_SECONDS = 60 * 60;

/**
 * Records an upload that may begin, as a pending row. What is pending counts as used, and the announcements
 * of one person wait for each other, so that nobody gets over the limit by announcing a lot at once.
 *
 * @throws DomainError `bad-input` for a file that is too large, `over-quota` for somebody who has uploaded
 * too much this month.
 */
export async function announce(sql: Sql, announcement: Announcement): Promise<MediaRow> {
  const { uid, fileType, format, bytes, purpose, source, now } = announcement;
  const { maxBytes } = KINDS[fileType];
  if (bytes > maxBytes) {
    const problem = `is larger than the ${String(maxBytes)} bytes that one ${fileType} may have`;
    throw new DomainError('bad-input', `size: ${problem}`, { fields: [{ field: 'size', problem }] });
  }
  const id = randomUUID();
  const publicId = `${PURPOSES[purpose].folder}/${id}`;
  const until = new Date(now.getTime() + UPLOAD_SECONDS[fileType] * 1000);
  return transaction(sql, async (own) => {
    await waitForLock(own, ['mediaReservation', uid]);
    const used = await usedThisMonth(own, uid, now);
    if (used.uploads + 1 > MONTHLY_UPLOADS || used.bytes + bytes > MONTHLY_BYTES) {
      throw new DomainError('over-quota', 'this is more than one person may upload in a month', {
        uploads: used.uploads,
        maxUploads: MONTHLY_UPLOADS,
        bytes: used.bytes,
        maxBytes: MONTHLY_BYTES,
      });
    }
    // Who has just joined may not have arrived from Firestore: a placeholder, as for whoever is referred to.
    await own`insert into users (id) values (${uid}) on conflict (id) do nothing`;
    const [row] = await own<MediaRow[]>`
      insert into media_files
        (id, user_id, purpose, cloudinary_public_id, file_type, announced_format, announced_bytes,
         upload_source, upload_until, created_at, updated_at)
      values
        (${id}, ${uid}, ${purpose}, ${publicId}, ${fileType}, ${format}, ${bytes},
         ${source}, ${until.toISOString()}, ${now.toISOString()}, ${now.toISOString()})
      returning ${own.unsafe(MEDIA_COLUMNS)}`;
    if (row === undefined) throw new Error('the row was not returned');
    return row;
  });
}

/**
 * The fields of the form that uploads this file: exactly what the app has to send besides the file. All of
 * them are signed, so none can be changed, and none be added. Cloudinary takes a signature for an hour from
 * its timestamp, which therefore lies in the past when the app has less time than that.
 */
export function uploadFields(
  cloudinary: Cloudinary,
  row: MediaRow,
  notificationUrl: string,
): Promise<Record<string, string>> {
  const timestamp = Math.floor(row.upload_until.getTime() / 1000) - SIGNATURE_SECONDS;
  const { moderation } = cloudinary.account;
  return cloudinary.signed({
    allowed_formats: row.announced_format,
    discard_original_filename: '1',
    eager: eagerly(row.file_type),
    eager_async: '1',
    ...(moderation !== null && { moderation }),
    notification_url: notificationUrl,
    // A second upload under the same id changes nothing.
    overwrite: '0',
    public_id: row.cloudinary_public_id,
    timestamp: String(timestamp),
    type: PURPOSES[row.purpose].delivery,
  });
}
