import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { v2 as sdk } from 'cloudinary';
import type { Credentials } from './credentials.ts';
import type { FileStore, StoredFile } from './fileStore.ts';
import { HttpError } from './httpError.ts';

export interface DeliveryRequest {
  path: string;
  files: FileStore;
  credentials: Credentials;
  /** Renders `transformation` or `transformation/extension`. */
  render: (file: StoredFile, rendition: string) => Promise<{ path: string; format: string }>;
}

interface DeliveryPath {
  fileType: string;
  delivery: string;
  publicId: string;
  extension: string | undefined;
  signature: string | undefined;
  transformation: string | undefined;
  version: string;
}

const URL_PATH =
  /^\/(?<cloud>[^/]+)\/(?<fileType>image|video)\/(?<delivery>\w+)\/(?:(?<signature>s--[\w-]{8}--)\/)?(?:(?<transformation>[^/]+_[^/]+)\/)?v(?<version>\d+)\/(?<name>.+)$/;

/** Delivers an original or a rendition. Originals, and renditions of authenticated files, need a signed URL. */
export async function deliver(request: DeliveryRequest, response: ServerResponse): Promise<void> {
  const path = parsePath(request.path);
  const { fileType, transformation, extension } = path;
  const file = request.files.find(path);
  if (file === undefined) throw new HttpError(404, 'Resource not found');
  if (transformation === undefined || path.delivery === 'authenticated') {
    requireSignature(path, request.credentials);
  }
  if (transformation === undefined) {
    response.writeHead(200, { 'content-type': `${fileType}/${file.metadata.format}` });
    await pipeline(createReadStream(file.path), response);
    return;
  }
  const rendition = extension === undefined ? transformation : `${transformation}/${extension}`;
  const rendered = await request.render(file, rendition);
  response.writeHead(200, { 'content-type': contentType(fileType, rendered.format) });
  await pipeline(createReadStream(rendered.path), response);
}

function parsePath(path: string): DeliveryPath {
  const groups = URL_PATH.exec(path)?.groups ?? {};
  const { fileType = '', delivery = '', signature, transformation, version = '', name = '' } = groups;
  const [, publicId = '', extension] = /^(.+?)(?:\.(\w+))?$/.exec(name) ?? [];
  return { fileType, delivery, publicId, extension, signature, transformation, version };
}

/** Compares with the URL that the SDK would sign. */
function requireSignature(path: DeliveryPath, credentials: Credentials): void {
  const { publicId, extension, signature, transformation } = path;
  const signedUrl = sdk.url(publicId, {
    ...credentials.sdkConfig(),
    resource_type: path.fileType,
    type: path.delivery,
    version: path.version,
    sign_url: true,
    urlAnalytics: false,
    ...(transformation !== undefined && { raw_transformation: transformation }),
    ...(extension !== undefined && { format: extension }),
  });
  if (signature === undefined || !signedUrl.includes(`/${signature}/`)) {
    throw new HttpError(401, 'Invalid or missing URL signature');
  }
}

function contentType(fileType: string, format: string): string {
  if (format === 'jpg') return 'image/jpeg';
  return fileType === 'video' ? `video/${format}` : `image/${format}`;
}
