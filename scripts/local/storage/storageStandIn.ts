import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Cleanup } from '../../lib/command.ts';
import { sendJson, startHttpServer } from '../httpServer.ts';
import { ResumableUploads, type StoredObject } from './resumableUploads.ts';

/**
 * A local stand-in for Cloud Storage where its official emulator is not installed. Implements the parts of the JSON
 * API (https://cloud.google.com/storage/docs/json_api) that the client library needs for resumable uploads,
 * downloads, metadata, lists and deletions. There is no authentication.
 */
export class StorageStandIn {
  /** By `BUCKET/NAME`. */
  readonly objects = new Map<string, StoredObject>();
  /** While true, every connection is closed without a response. */
  isDown = false;
  /** Number of uploads that created an object. */
  completedUploads = 0;
  /** Called with the bytes received after each chunk of an upload; throw to break the connection. */
  onChunk: (receivedBytes: number) => void = () => undefined;
  /** Its address as `host:port`. */
  host = '';
  readonly #uploads: ResumableUploads;

  private constructor(directory: string) {
    this.#uploads = new ResumableUploads(directory);
  }

  static async start(cleanup: Cleanup, port = 0): Promise<StorageStandIn> {
    const directory = await mkdtemp(join(tmpdir(), 'talent-storage-'));
    cleanup(() => rm(directory, { recursive: true, force: true }));
    const standIn = new StorageStandIn(directory);
    const handler = (request: IncomingMessage, response: ServerResponse): void =>
      void standIn.#handle(request, response);
    standIn.host = await startHttpServer(cleanup, handler, port);
    return standIn;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.isDown) {
      request.socket.destroy();
      return;
    }
    try {
      await this.#route(request, response);
    } catch {
      // The client sees a broken connection and retries.
      request.socket.destroy();
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${this.host}`);
    const uploadId = url.searchParams.get('upload_id');
    if (uploadId !== null) {
      await this.#receiveChunk(uploadId, request, response);
      return;
    }
    const [, bucket = '', name] = /\/b\/([^/]+)\/o(?:\/(.+))?$/.exec(url.pathname) ?? [];
    if (request.method === 'POST' && url.searchParams.get('uploadType') === 'resumable') {
      const contentType = request.headers['x-upload-content-type'];
      const id = this.#uploads.start({
        bucket,
        name: url.searchParams.get('name') ?? '',
        acl: url.searchParams.get('predefinedAcl'),
        mustBeNew: url.searchParams.get('ifGenerationMatch') === '0',
        metadata: { ...((await json(request)) as object), contentType },
      });
      response.writeHead(200, { location: `http://${this.host}/upload?upload_id=${id}` }).end();
    } else if (request.method === 'GET' && name === undefined) {
      this.#list(bucket, url, response);
    } else if (name !== undefined) {
      await this.#handleObject(`${bucket}/${decodeURIComponent(name)}`, request, url, response);
    } else {
      sendError(response, 501, 'not implemented by the stand-in');
    }
  }

  async #receiveChunk(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const upload = this.#uploads.find(id);
    if (upload === undefined) {
      sendError(response, 404, 'no such upload');
      return;
    }
    const isComplete = await this.#uploads.receive(upload, request, this.onChunk);
    if (!isComplete) {
      const { receivedBytes } = upload;
      const range = receivedBytes > 0 ? { range: `bytes=0-${String(receivedBytes - 1)}` } : {};
      response.writeHead(308, range).end();
      return;
    }
    const object = await this.#uploads.finish(id, upload);
    const key = `${object.bucket}/${object.name}`;
    if (upload.mustBeNew && this.objects.has(key)) {
      await rm(object.path, { force: true });
      sendError(response, 412, 'the object exists already');
      return;
    }
    this.completedUploads += 1;
    this.objects.set(key, object);
    sendJson(response, 200, toResource(object));
  }

  async #handleObject(
    key: string,
    request: IncomingMessage,
    url: URL,
    response: ServerResponse,
  ): Promise<void> {
    const object = this.objects.get(key);
    if (object === undefined) {
      sendError(response, 404, 'no such object');
    } else if (request.method === 'DELETE') {
      this.objects.delete(key);
      await rm(object.path, { force: true });
      response.writeHead(204).end();
    } else if (url.searchParams.get('alt') === 'media') {
      response.writeHead(200, { 'content-length': object.size, 'x-goog-hash': `md5=${object.md5Hash}` });
      await pipeline(createReadStream(object.path), response);
    } else {
      sendJson(response, 200, toResource(object));
    }
  }

  #list(bucket: string, url: URL, response: ServerResponse): void {
    const prefix = url.searchParams.get('prefix') ?? '';
    const start = Number(url.searchParams.get('pageToken') ?? 0);
    const end = start + Number(url.searchParams.get('maxResults') ?? 1000);
    const matches = [...this.objects.values()].filter(
      (object) => object.bucket === bucket && object.name.startsWith(prefix),
    );
    sendJson(response, 200, {
      items: matches.slice(start, end).map(toResource),
      ...(end < matches.length && { nextPageToken: String(end) }),
    });
  }
}

function toResource({ bucket, name, size, md5Hash, generation, metadata }: StoredObject): object {
  return {
    ...metadata,
    kind: 'storage#object',
    bucket,
    name,
    size: String(size),
    md5Hash,
    generation: String(generation),
    timeCreated: new Date(generation / 1000).toISOString(),
  };
}

function sendError(response: ServerResponse, code: number, message: string): void {
  sendJson(response, code, { error: { code, message } });
}
