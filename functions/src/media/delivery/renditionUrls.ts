import type { Cloudinary } from '../../platform/cloudinary/cloudinary.ts';
import { FILE_TYPES, type Rendition } from '../files/fileTypes.ts';
import { cloudinaryFile, type MediaRow } from '../files/mediaRow.ts';
import { deliveryUrl, signedPath, type DeliveredFile } from './deliveryUrl.ts';

type RenditionUrls = Record<'full' | 'thumbnail', string> & Record<'medium' | 'compressed', string | null>;

/** The URLs of all renditions of a file; null for those that its type does not have. */
export function renditionUrls(cloudinary: Cloudinary, row: MediaRow, version: number): RenditionUrls {
  const { full, thumbnail, medium, compressed } = FILE_TYPES[row.file_type].renditions;
  const url = (rendition: Rendition): string => renditionUrl(cloudinary, row, version, rendition);
  return {
    full: url(full),
    thumbnail: url(thumbnail),
    medium: medium === undefined ? null : url(medium),
    compressed: compressed === undefined ? null : url(compressed),
  };
}

/** The URL of one rendition, signed when the file's delivery requires it. */
export function renditionUrl(
  { account, signer }: Cloudinary,
  row: MediaRow,
  version: number,
  rendition: Rendition,
): string {
  const base = `${account.deliveryPrefix}/${account.cloudName}`;
  const file: DeliveredFile = { base, version, ...cloudinaryFile(row) };
  if (file.delivery === 'private') return deliveryUrl(file, rendition);
  return deliveryUrl(file, rendition, signer.deliverySignature(signedPath(file, rendition)));
}
