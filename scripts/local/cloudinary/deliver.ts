import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { v2 as sdk } from 'cloudinary';
import type { StoredFile } from './storedFile.ts';

/** What the stand-in answers with an error. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface DeliveryRequest {
  path: string;
  find: (reference: { fileType: string; delivery: string; publicId: string }) => StoredFile | undefined;
  rendition: (file: StoredFile, rendition: string) => Promise<{ path: string; format: string }>;
  config: { cloud_name: string; api_key: string; api_secret: string };
}

const URL_PATH =
  /^\/(?<cloud>[^/]+)\/(?<fileType>image|video)\/(?<delivery>\w+)\/(?:(?<signature>s--[\w-]{8}--)\/)?(?:(?<transformation>[^/]+_[^/]+)\/)?v(?<version>\d+)\/(?<name>.+)$/;

/** Delivers an original or a rendition to whom it may be delivered. */
export async function deliver(request: DeliveryRequest, response: ServerResponse): Promise<void> {
  const parts = URL_PATH.exec(request.path)?.groups ?? {};
  const { fileType = '', delivery = '', signature, transformation, version, name = '' } = parts;
  const [, publicId = '', extension] = /^(.+?)(?:\.(\w+))?$/.exec(name) ?? [];
  const file = request.find({ fileType, delivery, publicId });
  if (file === undefined) throw new Refusal(404, 'Resource not found');
  if (transformation === undefined || delivery === 'authenticated') {
    const signed = sdk.url(publicId, {
      ...request.config,
      resource_type: fileType,
      type: delivery,
      version: version ?? '',
      sign_url: true,
      urlAnalytics: false,
      ...(transformation !== undefined && { raw_transformation: transformation }),
      ...(extension !== undefined && { format: extension }),
    });
    if (signature === undefined || !signed.includes(`/${signature}/`)) throw new Refusal(401, 'Not signed');
  }
  if (transformation === undefined) {
    response.writeHead(200, { 'content-type': `${fileType}/${file.facts.format}` });
    await pipeline(createReadStream(file.path), response);
    return;
  }
  const rendition = extension === undefined ? transformation : `${transformation}/${extension}`;
  const { path, format } = await request.rendition(file, rendition);
  const type = format === 'jpg' ? 'image/jpeg' : fileType === 'video' ? `video/${format}` : `image/${format}`;
  response.writeHead(200, { 'content-type': type });
  await pipeline(createReadStream(path), response);
}
