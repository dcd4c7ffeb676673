import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { v2 as sdk } from 'cloudinary';
import { sendJson } from '../httpServer.ts';
import type { Credentials } from './credentials.ts';
import { parseDeliveryPath, type DeliveryPath } from './deliveryPath.ts';
import type { FileStore, StoredFile } from './fileStore.ts';
import { HttpError } from './httpError.ts';
import { describeContent, type RenditionRequest } from './renditions.ts';

export interface DeliveryRequest {
  path: string;
  files: FileStore;
  credentials: Credentials;
  /** The account's setting "strict transformations". */
  isStrict: boolean;
  render: (file: StoredFile, rendition: RenditionRequest) => Promise<{ path: string; format: string }>;
  /** Called with the bytes that were delivered. */
  onDelivered: (bytes: number) => void;
}

/**
 * Delivers an original or a rendition, by the documented rules:
 * https://cloudinary.com/documentation/control_access_to_media
 *
 * | delivery type | original | rendition |
 * |---|---|---|
 * | `upload` | anybody | anybody; under strict transformations, those that exist or are signed |
 * | `private` | signed | as above |
 * | `authenticated` | signed | signed |
 *
 * The signature covers transformation and public id, not the version. `fl_keep_iptc` keeps the metadata of the original
 * in a rendition, which otherwise has none; `fl_getinfo` answers a description in its place. An overlay of a private or
 * authenticated file needs a signature whatever it is laid over.
 */
export async function deliver(request: DeliveryRequest, response: ServerResponse): Promise<void> {
  const path = parseDeliveryPath(request.path);
  const { transformation, extension, delivery, fileType } = path;
  const isSigned = hasValidSignature(path, request.credentials);
  if (/(^|[/,])[lu]_(\w+:)?(private|authenticated):/.test(transformation) && !isSigned) throw unauthorised();
  const file = request.files.find(path);
  if (file === undefined) throw new HttpError(404, 'Resource not found');
  if (path.signature !== undefined && !isSigned) throw unauthorised();
  if (delivery === 'authenticated' && !isSigned) throw unauthorised();
  if (transformation === '' || fileType === 'raw') {
    if (delivery !== 'upload' && !isSigned) throw unauthorised();
    await send(request, response, file.path, contentType(fileType, file.metadata.format));
    return;
  }
  const rendition = { transformation, extension };
  const exists = file.derived.has(JSON.stringify(rendition));
  if (request.isStrict && !isSigned && !exists) throw unauthorised();
  if (/(^|[/,])fl_getinfo(,|\/|$)/.test(transformation)) {
    sendJson(response, 200, await describeContent(file));
    return;
  }
  const rendered = await request.render(file, rendition);
  await send(request, response, rendered.path, contentType(fileType, rendered.format));
}

async function send(
  { onDelivered }: DeliveryRequest,
  response: ServerResponse,
  path: string,
  type: string,
): Promise<void> {
  const { size } = await stat(path);
  response.writeHead(200, { 'content-type': type, 'content-length': size });
  await pipeline(createReadStream(path), response);
  onDelivered(size);
}

/** Compares with the URL that the SDK would sign. */
function hasValidSignature(path: DeliveryPath, credentials: Credentials): boolean {
  const { publicId, extension, signature, transformation } = path;
  if (signature === undefined) return false;
  const signedUrl = sdk.url(publicId, {
    ...credentials.sdkConfig(),
    resource_type: path.fileType,
    type: path.delivery,
    version: path.version ?? '1',
    sign_url: true,
    urlAnalytics: false,
    ...(transformation !== '' && { raw_transformation: transformation }),
    ...(extension !== undefined && { format: extension }),
  });
  return signedUrl.includes(`/${signature}/`);
}

function unauthorised(): HttpError {
  return new HttpError(401, 'Invalid or missing URL signature');
}

function contentType(fileType: string, format: string): string {
  if (fileType === 'raw') return 'application/octet-stream';
  if (format === 'jpg') return 'image/jpeg';
  return fileType === 'video' ? `video/${format}` : `image/${format}`;
}
