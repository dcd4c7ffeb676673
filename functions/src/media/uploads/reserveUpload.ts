import { randomUUID } from 'node:crypto';
import type { FileType } from '../../platform/cloudinary/asset.ts';
import { DomainError } from '../../platform/errors.ts';
import { keyFingerprint, personHash } from '../../platform/erasure/keyedHash.ts';
import { waitForLock } from '../../platform/locks.ts';
import { transaction, type Sql, type TransactionSql } from '../../platform/postgres.ts';
import { FILE_TYPES } from '../files/fileTypes.ts';
import { invalidField } from '../../platform/input.ts';
import { MEDIA_COLUMNS, uploadPublicId, type MediaRow } from '../files/mediaRow.ts';
import type { Purpose } from '../files/purposes.ts';
import { checkUploadBudget } from '../usage/uploadBudget.ts';
import { MONTHLY_BYTES, MONTHLY_UPLOADS, monthlyQuotaUsed, startOfMonth } from '../usage/monthlyQuota.ts';

/** A file that a user is about to upload, as the app declares it. */
export interface UploadDeclaration {
  uid: string;
  fileType: FileType;
  format: string;
  sizeBytes: number;
  purpose: Purpose;
  source: 'mobile' | 'web';
  now: Date;
}

/** How long the app has to start the upload, in seconds. */
const UPLOAD_WINDOW_SECONDS: Record<FileType, number> = { image: 15 * 60, video: 60 * 60 };

/**
 * Reserves quota for an upload and records it as a pending row. Pending rows count against the person's quota and the
 * campus's plan, and reservations run one after the other, so parallel requests cannot exceed either.
 *
 * @throws DomainError `bad-input` when the file is too large, `over-quota` when the person's monthly quota, or the
 * campus's plan or the person's share of it, is used up.
 */
export async function reserveUpload(sql: Sql, declaration: UploadDeclaration): Promise<MediaRow> {
  const { uid, fileType, sizeBytes, now } = declaration;
  const { maxBytes } = FILE_TYPES[fileType];
  if (sizeBytes > maxBytes) {
    throw invalidField('sizeBytes', 'too-large', `must be at most ${String(maxBytes)} for ${fileType} files`);
  }
  return transaction(sql, async (tx) => {
    await waitForLock(tx, 'mediaReservation');
    const used = await monthlyQuotaUsed(tx, uid, now);
    if (used.uploads + 1 > MONTHLY_UPLOADS || used.bytes + sizeBytes > MONTHLY_BYTES) {
      throw new DomainError(
        'over-quota',
        'This upload exceeds your monthly quota. Try a smaller file, or try again next month.',
        { worksAgainAt: startOfMonth(now, 1) },
      );
    }
    await checkUploadBudget(tx, declaration);
    // The user may not have synced yet; insert a placeholder parent row.
    const [user] = await tx<{ added: boolean }[]>`
      select add_user_placeholder(${uid}, ${personHash(uid)}, ${keyFingerprint()}) as added`;
    if (!user?.added) {
      throw new DomainError('not-allowed', 'This account has been deleted: it can upload nothing any more.');
    }
    return insertPending(tx, declaration);
  });
}

async function insertPending(tx: TransactionSql, declaration: UploadDeclaration): Promise<MediaRow> {
  const { uid, fileType, format, sizeBytes, purpose, source, now } = declaration;
  const id = randomUUID();
  const publicId = uploadPublicId({ id, purpose });
  const uploadUntil = new Date(now.getTime() + UPLOAD_WINDOW_SECONDS[fileType] * 1000);
  const [row] = await tx<MediaRow[]>`
    insert into media_files
      (id, user_id, purpose, cloudinary_public_id, file_type, declared_format, declared_bytes,
       upload_source, upload_until, created_at, updated_at)
    values
      (${id}, ${uid}, ${purpose}, ${publicId}, ${fileType}, ${format}, ${sizeBytes},
       ${source}, ${uploadUntil.toISOString()}, ${now.toISOString()}, ${now.toISOString()})
    returning ${tx.unsafe(MEDIA_COLUMNS)}`;
  if (row === undefined) throw new Error('insert returned no row');
  return row;
}
