/**
 * URLs of media, made without asking anybody: this file can be copied into an app as it is. A URL of a file
 * with `delivery: 'authenticated'` works only with a signature, which the callable `mediaUrl` gives.
 */

export interface DeliveredFile {
  /** Where files are delivered: `https://res.cloudinary.com/CLOUD`. */
  base: string;
  publicId: string;
  version: number;
  fileType: 'image' | 'video';
  delivery: 'private' | 'authenticated';
}

/** The transformation to an image of this size, in the format and quality that are best for who asks. */
export function sized(width?: number, height?: number): string {
  const size = [width && `w_${String(width)}`, height && `h_${String(height)}`].filter(Boolean);
  const crop = size.length === 2 ? ['c_fill'] : size.length === 1 ? ['c_limit'] : [];
  return [...size, ...crop, 'f_auto', 'q_auto'].join(',');
}

/** What of a URL is signed. */
export function signedPart({ publicId }: DeliveredFile, transformation: string, extension?: string): string {
  return `${transformation}/${publicId}${extension === undefined ? '' : `.${extension}`}`;
}

/** @param signature of {@link signedPart}, for files that need one */
export function deliveryUrl(
  file: DeliveredFile,
  rendition: { transformation: string; extension?: string },
  signature?: string,
): string {
  const { base, publicId, version, fileType, delivery } = file;
  const name = rendition.extension === undefined ? publicId : `${publicId}.${rendition.extension}`;
  const parts = [base, fileType, delivery, signature, rendition.transformation, `v${String(version)}`, name];
  return parts.filter((part) => part !== undefined).join('/');
}
