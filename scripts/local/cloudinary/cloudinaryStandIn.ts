import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Cleanup } from '../../lib/command.ts';
import { sendJson, startHttpServer } from '../httpServer.ts';
import { Credentials } from './credentials.ts';
import { deliver } from './delivery.ts';
import { FileStore, keyOf, type FileKey, type StoredFile } from './fileStore.ts';
import { HttpError } from './httpError.ts';
import { Notifier } from './notifier.ts';
import { readForm } from './readForm.ts';
import { renderFile, type FileMetadata, type RenditionRequest } from './renditions.ts';
import { describeFile, listFiles, removeFiles } from './resources.ts';
import { UploadReceiver, validateFile } from './uploadReceiver.ts';
import { UsageMeter } from './usageMeter.ts';

type Fields = Record<string, string>;

/**
 * A local stand-in for Cloudinary: accepts signed uploads (also chunked), generates renditions, sends signed
 * notifications, delivers files, and answers the API calls that the functions make. All signatures come from the
 * SDK's own functions.
 *
 * Unlike Cloudinary, it cannot transcode: renditions of a video are copies, its poster is a drawing, and its
 * dimensions and duration are fixed. Image formats are limited to what sharp reads, so there is no HEIC.
 */
export class CloudinaryStandIn {
  readonly files = new FileStore();
  readonly credentials = new Credentials();
  readonly notifier = new Notifier(this.credentials);
  readonly usage = new UsageMeter(this.files);
  /** The account's setting "strict transformations": renditions exist, or are signed for. */
  isStrict = false;
  /** While true, every connection is closed without a response. */
  isDown = false;
  /** Closes this many connections without a response, then continues normally. */
  connectionsToDrop = 0;
  /** The moderation's decision about a file, for uploads that request moderation. */
  moderate: (publicId: string) => 'approved' | 'rejected' = () => 'approved';
  readonly #directory: string;
  readonly #uploads: UploadReceiver;
  #baseUrl = '';

  private constructor(directory: string) {
    this.#directory = directory;
    this.#uploads = new UploadReceiver(directory);
  }

  static async start(cleanup: Cleanup, port = 0): Promise<CloudinaryStandIn> {
    const directory = await mkdtemp(join(tmpdir(), 'talent-cloudinary-'));
    const standIn = new CloudinaryStandIn(directory);
    cleanup(async () => {
      await standIn.notifier.idle();
      await rm(directory, { recursive: true, force: true });
    });
    const handler = (request: IncomingMessage, response: ServerResponse): void =>
      void standIn.#handle(request, response);
    standIn.#baseUrl = `http://${await startHttpServer(cleanup, handler, port)}`;
    cleanup(() => {
      standIn.notifier.stop();
      return Promise.resolve();
    });
    return standIn;
  }

  /** The value of `CLOUDINARY_URL`. @param options further query parameters, such as `notification_url` */
  accountUrl(options: Record<string, string> = {}): string {
    const prefixes = { upload_prefix: this.#baseUrl, delivery_prefix: this.#baseUrl };
    return this.credentials.accountUrl({ ...prefixes, ...options });
  }

  /** Moves a file into the store without an upload. */
  async addFile(file: FileKey & { metadata: FileMetadata }, path: string): Promise<void> {
    const storedPath = join(this.#directory, randomUUID());
    await copyFile(path, storedPath);
    await rm(path);
    await this.files.put(file, storedPath);
  }

  /** The content of a stored file. */
  readFile(key: FileKey): Promise<Buffer> {
    return readFile(this.files.require(key).path);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.isDown || this.connectionsToDrop > 0) {
      this.connectionsToDrop = Math.max(0, this.connectionsToDrop - 1);
      request.socket.destroy();
      return;
    }
    // Pages of any site may post.
    response.setHeader('access-control-allow-origin', '*');
    if (request.method === 'OPTIONS') {
      response.setHeader('access-control-allow-headers', 'content-range, x-unique-upload-id');
      response.writeHead(204).end();
      return;
    }
    try {
      await this.#route(request, response);
    } catch (error) {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const status = error instanceof HttpError ? error.status : 500;
      const message = error instanceof Error ? error.message : String(error);
      sendJson(response, status, { error: { message } });
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.#baseUrl);
    const path = decodeURIComponent(url.pathname);
    const [api, , fileType = '', action = '', delivery = '', ...publicId] = path.slice(1).split('/');
    if (api !== 'v1_1') {
      const { files, credentials, isStrict, usage } = this;
      const render = this.#render.bind(this);
      const onDelivered = (bytes: number): void => void (usage.bandwidthBytes += bytes);
      await deliver({ path, files, credentials, isStrict, render, onDelivered }, response);
    } else if (fileType === 'usage') {
      this.credentials.authorise(request);
      sendJson(response, 200, this.usage.report());
    } else if (fileType === 'resources' && request.method === 'DELETE') {
      this.credentials.authorise(request);
      sendJson(response, 200, await removeFiles(this.files, { fileType: action, delivery }, request));
    } else if (fileType === 'resources') {
      this.credentials.authorise(request);
      // Admin API: resources/TYPE/DELIVERY[/PUBLIC_ID].
      const key = { fileType: action, delivery, publicId: publicId.join('/') };
      const body =
        key.publicId === '' ? this.#list(key, url.searchParams) : this.#describe(this.files.require(key));
      sendJson(response, 200, body);
    } else if (action === 'download') {
      await this.#download(fileType, url, response);
    } else if (request.method !== 'POST') {
      throw new HttpError(404, 'Unknown path');
    } else {
      sendJson(response, 200, await this.#callUploadApi(request, fileType, action));
    }
  }

  async #download(fileType: string, url: URL, response: ServerResponse): Promise<void> {
    const fields = this.credentials.verifyFields(Object.fromEntries(url.searchParams));
    const { public_id: publicId = '', type: delivery = '' } = fields;
    const file = this.files.require({ fileType, delivery, publicId });
    response.writeHead(200, { 'content-length': file.bytes });
    await pipeline(createReadStream(file.path), response);
  }

  async #callUploadApi(request: IncomingMessage, fileType: string, action: string): Promise<object> {
    const form = await readForm(request);
    const fields = this.credentials.verifyFields(
      Object.fromEntries(
        [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      ),
    );
    const key = { fileType, delivery: fields['type'] ?? 'upload', publicId: fields['public_id'] ?? '' };
    switch (action) {
      case 'upload':
        return this.#upload(request, key, fields, form.get('file'));
      case 'explicit':
        return this.#describe(this.files.require(key));
      case 'rename':
        return this.#describe(this.#rename(key, fields));
      case 'destroy':
        return { result: (await this.files.destroy(key)) ? 'ok' : 'not found' };
      default:
        throw new HttpError(404, `Unknown action ${action}`);
    }
  }

  #rename({ fileType, delivery }: FileKey, fields: Fields): StoredFile {
    const { from_public_id: from = '', to_public_id: to = '', to_type: toType = delivery } = fields;
    return this.files.rename(
      { fileType, delivery, publicId: from },
      { fileType, delivery: toType, publicId: to },
    );
  }

  async #upload(request: IncomingMessage, key: FileKey, fields: Fields, file: unknown): Promise<object> {
    if (!(file instanceof Blob)) throw new HttpError(400, 'Missing required parameter - file');
    const path = await this.#uploads.receive(request, file);
    if (path === null) return { done: false };
    const earlier = this.files.find(key);
    if (earlier !== undefined && fields['overwrite'] === '0') {
      await rm(path, { force: true });
      return { ...this.#describe(earlier), existing: true };
    }
    const allowedFormats = (fields['allowed_formats'] ?? '').split(',');
    const metadata = await validateFile(path, key.fileType, allowedFormats);
    const { moderation: kind, notification_url: notificationUrl } = fields;
    const stored = await this.files.put({ ...key, metadata }, path);
    this.usage.transformations += 1;
    stored.notificationUrl = notificationUrl;
    if (kind !== undefined) stored.moderation = { kind, status: 'pending' };
    this.notifier.runInBackground(this.#processUpload(stored, fields['eager'] ?? ''));
    return this.#describe(stored);
  }

  /** What Cloudinary does after its response: notify, generate eager renditions, moderate. */
  async #processUpload(file: StoredFile, eager: string): Promise<void> {
    const description = this.#describe(file);
    this.notifier.notify(file, { notification_type: 'upload', ...description });
    const renditions =
      file.fileType === 'raw' ? [] : eager.split('|').filter((rendition) => rendition !== '');
    for (const rendition of renditions) {
      // The file may be removed at any time.
      if (this.files.find(file) !== file) return;
      await this.#render(file, parseEager(rendition)).catch((error: unknown) => {
        if (this.files.find(file) === file) throw error;
      });
    }
    if (renditions.length > 0) {
      this.notifier.notify(file, { notification_type: 'eager', ...description, eager: renditions });
    }
    if (file.moderation === undefined) return;
    file.moderation.status = this.moderate(file.publicId);
    this.notifier.notify(file, {
      notification_type: 'moderation',
      moderation_kind: file.moderation.kind,
      moderation_status: file.moderation.status,
      public_id: file.publicId,
      resource_type: file.fileType,
      type: file.delivery,
    });
  }

  /** Renders a version of a file, once. */
  async #render(file: StoredFile, rendition: RenditionRequest): Promise<{ path: string; format: string }> {
    const request = JSON.stringify({
      transformation: rendition.transformation,
      extension: rendition.extension,
    });
    if (!file.derived.has(request)) this.usage.transformations += 1;
    file.derived.add(request);
    const name = createHash('sha1')
      .update(`${keyOf(file)} ${String(file.version)} ${request}`)
      .digest('hex');
    return renderFile(file, rendition, join(this.#directory, name));
  }

  #describe(file: StoredFile): object {
    return describeFile(file, this.credentials, this.#baseUrl);
  }

  #list(key: FileKey, query: URLSearchParams): object {
    const { files, nextCursor } = listFiles(this.files, key, query);
    return {
      resources: files.map((file) => this.#describe(file)),
      ...(nextCursor !== undefined && { next_cursor: nextCursor }),
    };
  }
}

/** Parses one of the renditions that `eager` lists: `transformation` or `transformation/extension`. */
function parseEager(eager: string): RenditionRequest {
  const [transformation = '', extension] = eager.split('/');
  return { transformation, extension };
}
