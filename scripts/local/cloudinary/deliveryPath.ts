import { HttpError } from './httpError.ts';

/** What a delivery URL asks for. */
export interface DeliveryPath {
  fileType: string;
  /** The delivery type. */
  delivery: string;
  publicId: string;
  extension: string | undefined;
  signature: string | undefined;
  /** Its components, separated by slashes; empty for the original. */
  transformation: string;
  version: string | undefined;
}

const FILE_TYPES = new Set(['image', 'video', 'raw']);
const SIGNATURE = /^s--[\w-]{8}(?:[\w-]{24})?--$/;
const VERSION = /^v(\d+)$/;

/** A component of a transformation: `w_400,c_fill`, `t_name`, `$size_10`. Folders of ours have no underscore. */
const COMPONENT = /^(?:(?:[a-z]{1,4}|\$\w+)_[^,]+)(?:,(?:[a-z]{1,4}|\$\w+)_[^,]+)*$/;

/**
 * Takes `/CLOUD/FILE TYPE/DELIVERY TYPE/[SIGNATURE/][TRANSFORMATION/…][vVERSION/]PUBLIC ID[.EXTENSION]` apart:
 * https://cloudinary.com/documentation/transformation_reference. @throws HttpError 404 for other paths
 */
export function parseDeliveryPath(path: string): DeliveryPath {
  const [, , fileType = '', delivery = '', ...rest] = path.split('/');
  if (!FILE_TYPES.has(fileType) || delivery === '') throw new HttpError(404, 'Resource not found');
  const signature = SIGNATURE.test(rest[0] ?? '') ? rest.shift() : undefined;
  const components: string[] = [];
  while (rest.length > 1 && COMPONENT.test(rest[0] ?? '')) components.push(rest.shift() ?? '');
  const version = VERSION.exec(rest[0] ?? '')?.[1];
  if (version !== undefined) rest.shift();
  const [, publicId = '', extension] = /^(.+?)(?:\.(\w+))?$/.exec(rest.join('/')) ?? [];
  return {
    fileType,
    delivery,
    publicId,
    extension,
    signature,
    transformation: components.join('/'),
    version,
  };
}
