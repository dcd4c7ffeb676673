import { DELIVERY_TYPE } from '../../platform/cloudinary/asset.ts';
import type { Cloudinary } from '../../platform/cloudinary/cloudinary.ts';
import { eagerTransformations } from '../files/fileTypes.ts';
import type { MediaRow } from '../files/mediaRow.ts';

/** How long Cloudinary accepts a signature after its timestamp, in seconds. */
const SIGNATURE_SECONDS = 60 * 60;

/**
 * The form fields that the app posts along with the file. All of them are signed, so none can be changed or added.
 *
 * Cloudinary accepts a signature for an hour after its timestamp. To end the upload window sooner, the timestamp
 * is backdated.
 */
export function uploadFields(
  { account, signer }: Cloudinary,
  row: MediaRow,
  notificationUrl: string,
): Promise<Record<string, string>> {
  const timestamp = Math.floor(row.upload_until.getTime() / 1000) - SIGNATURE_SECONDS;
  return signer.signUpload({
    allowed_formats: row.declared_format,
    discard_original_filename: '1',
    eager: eagerTransformations(row.file_type),
    eager_async: '1',
    ...(account.moderation !== null && { moderation: account.moderation }),
    notification_url: notificationUrl,
    // A second upload under the same public id is ignored.
    overwrite: '0',
    public_id: row.cloudinary_public_id,
    timestamp: String(timestamp),
    type: DELIVERY_TYPE,
  });
}
