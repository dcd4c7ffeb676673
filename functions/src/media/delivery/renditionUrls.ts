import type { Cloudinary } from '../../platform/cloudinary/cloudinary.ts';
import { renditionsOf, type Rendition, type RenditionName } from '../files/fileTypes.ts';
import { DELIVERY_TYPE } from '../../platform/cloudinary/asset.ts';
import type { MediaRow } from '../files/mediaRow.ts';

/** What a URL depends on. */
export type DeliveredFile = Pick<MediaRow, 'cloudinary_public_id' | 'file_type'>;

/** The URLs of all renditions of a file; null for those that its type does not have. */
export function renditionUrls(
  cloudinary: Cloudinary,
  file: DeliveredFile,
  version: number,
): Record<'full' | 'thumbnail', string> & Record<'medium' | 'compressed', string | null> {
  const urls: Partial<Record<RenditionName, string>> = Object.fromEntries(
    renditionsOf(file.file_type).map(([name, rendition]) => [
      name,
      renditionUrl(cloudinary, file, version, rendition),
    ]),
  );
  const { full = '', thumbnail = '', medium = null, compressed = null } = urls;
  return { full, thumbnail, medium, compressed };
}

/**
 * The URL of one rendition, signed for this public id and this transformation. It works for anybody who has it, until
 * the file is deleted or gets another public id: see withdrawUrls.ts.
 */
export function renditionUrl(
  { account, signer }: Cloudinary,
  { cloudinary_public_id: publicId, file_type: fileType }: DeliveredFile,
  version: number,
  { transformation, extension }: Rendition,
): string {
  const name = extension === undefined ? publicId : `${publicId}.${extension}`;
  const signature = signer.deliverySignature(`${transformation}/${name}`);
  const base = `${account.deliveryPrefix}/${account.cloudName}/${fileType}/${DELIVERY_TYPE}`;
  return `${base}/${signature}/${transformation}/v${String(version)}/${name}`;
}
