/**
 * Builds delivery URLs offline. This file has no imports, so an app can copy it as it is. URLs of files with
 * `delivery: 'authenticated'` need a signature; the callable `mediaUrl` returns signed URLs.
 */

export interface DeliveredFile {
  /** Delivery base URL: `https://res.cloudinary.com/CLOUD`. */
  base: string;
  publicId: string;
  version: number;
  fileType: 'image' | 'video';
  delivery: 'private' | 'authenticated';
}

interface Rendition {
  transformation: string;
  extension?: string;
}

/**
 * The transformation to an image of this size in pixels, in the client's best format and quality. With both
 * dimensions the image is cropped to fill them; with one it is scaled down to fit; with neither it keeps its size.
 */
export function resizeTransformation(width?: number, height?: number): string {
  const size = [width && `w_${String(width)}`, height && `h_${String(height)}`].filter(Boolean);
  const crop = size.length === 2 ? ['c_fill'] : size.length === 1 ? ['c_limit'] : [];
  return [...size, ...crop, 'f_auto', 'q_auto'].join(',');
}

/** The part of a delivery URL that its signature covers. */
export function signedPath(file: DeliveredFile, rendition: Rendition): string {
  return `${rendition.transformation}/${fileName(file, rendition)}`;
}

/** @param signature of {@link signedPath}; required for authenticated files */
export function deliveryUrl(file: DeliveredFile, rendition: Rendition, signature?: string): string {
  const { base, version, fileType, delivery } = file;
  const name = fileName(file, rendition);
  const parts = [base, fileType, delivery, signature, rendition.transformation, `v${String(version)}`, name];
  return parts.filter((part) => part !== undefined).join('/');
}

function fileName({ publicId }: DeliveredFile, { extension }: Rendition): string {
  return extension === undefined ? publicId : `${publicId}.${extension}`;
}
