import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { v2 as sdk } from 'cloudinary';
import type { Cleanup } from '../lib/command.ts';
import { deliver, Refusal, type DeliveryRequest } from './cloudinary/deliver.ts';
import { examine, render } from './cloudinary/renditions.ts';
import type { StoredFile } from './cloudinary/storedFile.ts';

/** How long Cloudinary takes a signature for, in seconds. */
const SIGNATURE_SECONDS = 3600;

/** How often a notification is sent that was not answered with success, and how long between, in milliseconds. */
const NOTIFICATION_ATTEMPTS = 4;
const NOTIFICATION_PAUSE_MS = 300;

const CLOUD = 'demo-campus';

/** Fields that no signature is made of. */
const UNSIGNED = new Set(['signature', 'api_key', 'cloud_name', 'resource_type']);

/** What may be done with the notifications about one file. */
export interface Delivery {
  /** How often each is sent; 0 for a lost one. */
  copies: number;
  delayMs: number;
}

/** An upload, an explicit or a destroy, as it came. */
type Fields = Record<string, string>;

/**
 * Stands in for Cloudinary on this machine: takes signed uploads, also in parts, makes the renditions, sends
 * signed notifications, answers the calls of the APIs that the suite uses, and delivers. Signatures are those
 * of the SDK's own functions.
 *
 * Unlike Cloudinary it has no transcoder: the renditions of a video are copies of it, its poster is a drawn
 * one, and its size and length are made up. It knows the image formats that sharp does: no HEIC.
 */
export class CloudinaryStandIn {
  readonly files = new Map<string, StoredFile>();
  /** Whether it answers at all. */
  down = false;
  /** Requests that it will not answer: their connections end. */
  drops = 0;
  /** Uploads that it has stored. */
  uploads = 0;
  /** Notifications that were answered with success. */
  notified = 0;
  /** What becomes of the notifications about a file. */
  notifications: (publicId: string) => Delivery = () => ({ copies: 1, delayMs: 0 });
  /** What the moderation says of a file, for uploads that ask for one. */
  moderation: (publicId: string) => 'approved' | 'rejected' = () => 'approved';
  readonly #directory: string;
  readonly #key = randomBytes(6).toString('hex');
  readonly #secret = randomBytes(12).toString('hex');
  readonly #ended = new AbortController();
  readonly #sending = new Set<Promise<void>>();
  readonly #parts = new Map<string, string>();
  #address = '';

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async start(cleanup: Cleanup, port = 0): Promise<CloudinaryStandIn> {
    const directory = await mkdtemp(join(tmpdir(), 'talent-cloudinary-'));
    const standIn = new CloudinaryStandIn(directory);
    const server = createServer((request, response) => void standIn.#serve(request, response));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    standIn.#address = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : port)}`;
    cleanup(async () => {
      standIn.#ended.abort();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      await standIn.settled();
      await rm(directory, { recursive: true, force: true });
    });
    return standIn;
  }

  /** What `CLOUDINARY_URL` has to be. */
  url(special: Record<string, string> = {}): string {
    const query = new URLSearchParams({
      upload_prefix: this.#address,
      delivery_prefix: this.#address,
      ...special,
    });
    return `cloudinary://${this.#key}:${this.#secret}@${CLOUD}?${query.toString()}`;
  }

  /** Resolves when no notification is under way. */
  async settled(): Promise<void> {
    while (this.#sending.size > 0) await Promise.all(this.#sending);
  }

  /** The headers of a notification, as Cloudinary signs it. */
  signatureOf(body: string, timestamp = Math.floor(Date.now() / 1000)): Record<string, string> {
    const signature = sdk.utils.webhook_signature(body, timestamp, this.#config());
    return {
      'content-type': 'application/json',
      'x-cld-timestamp': String(timestamp),
      'x-cld-signature': signature,
    };
  }

  /** Takes a file over without an upload. */
  async adopt(
    file: Pick<StoredFile, 'publicId' | 'fileType' | 'delivery' | 'facts'>,
    path: string,
  ): Promise<void> {
    const own = join(this.#directory, randomUUID());
    await copyFile(path, own);
    await rm(path);
    await this.#put(file, own);
  }

  async #put(
    file: Pick<StoredFile, 'publicId' | 'fileType' | 'delivery' | 'facts'>,
    path: string,
  ): Promise<void> {
    const { size } = await stat(path);
    const hash = createHash('md5');
    for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
    this.files.set(keyOf(file), {
      ...file,
      path,
      version: Math.floor(Date.now() / 1000),
      bytes: size,
      etag: hash.digest('hex'),
      createdAt: new Date().toISOString(),
      notificationUrl: undefined,
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.down || this.drops > 0) {
      this.drops = Math.max(0, this.drops - 1);
      request.socket.destroy();
      return;
    }
    try {
      await this.#answer(request, response);
    } catch (error) {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const status = error instanceof Refusal ? error.status : 500;
      const message = error instanceof Error ? error.message : String(error);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message } }));
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.#address);
    const [api, , fileType = '', action = ''] = decodeURIComponent(url.pathname).slice(1).split('/');
    if (api !== 'v1_1') {
      await deliver(this.#deliveryRequest(url), response);
      return;
    }
    if (fileType === 'resources') {
      this.#authorise(request);
      send(response, this.#resources(url));
      return;
    }
    if (action === 'download') {
      const { public_id: publicId = '', type = '' } = this.#verified(Object.fromEntries(url.searchParams));
      const file = this.#existing({ fileType, delivery: type, publicId });
      response.writeHead(200, { 'content-length': file.bytes });
      await pipeline(createReadStream(file.path), response);
      return;
    }
    const received = new Response(Readable.toWeb(request) as ReadableStream<Uint8Array>, {
      headers: { 'content-type': request.headers['content-type'] ?? '' },
    });
    // A stand-in may have a file in memory.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const form = await received.formData();
    const fields = this.#verified(
      Object.fromEntries(
        [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      ),
    );
    const { public_id: publicId = '', type = 'upload' } = fields;
    if (action === 'upload') {
      send(response, await this.#upload(request, fileType, fields, form.get('file')));
    } else if (action === 'explicit') {
      send(response, this.#told(this.#existing({ fileType, delivery: type, publicId })));
    } else if (action === 'destroy') {
      const key = keyOf({ fileType, delivery: type, publicId });
      const file = this.files.get(key);
      this.files.delete(key);
      if (file !== undefined) await rm(file.path, { force: true });
      send(response, { result: file === undefined ? 'not found' : 'ok' });
    } else {
      throw new Refusal(404, 'no such action');
    }
  }

  async #upload(request: IncomingMessage, fileType: string, fields: Fields, file: unknown): Promise<object> {
    if (!(file instanceof Blob)) throw new Refusal(400, 'Missing required parameter - file');
    const path = await this.#received(request, file);
    if (path === null) return { done: false };
    const { public_id: publicId = '', type: delivery = 'upload', overwrite, allowed_formats } = fields;
    const earlier = this.files.get(keyOf({ fileType, delivery, publicId }));
    if (earlier !== undefined && overwrite === '0') {
      await rm(path, { force: true });
      return { ...this.#told(earlier), existing: true };
    }
    const facts = await examine(path, fileType).catch(() => null);
    if (facts === null || !(allowed_formats ?? '').split(',').includes(facts.format)) {
      await rm(path, { force: true });
      throw new Refusal(
        400,
        facts === null ? 'Invalid image file' : `Image file format ${facts.format} not allowed`,
      );
    }
    const { moderation: kind, notification_url: notificationUrl } = fields;
    await this.#put({ publicId, fileType, delivery, facts }, path);
    const stored = this.#existing({ fileType, delivery, publicId });
    stored.notificationUrl = notificationUrl;
    if (kind !== undefined) stored.moderation = { kind, status: 'pending' };
    this.uploads += 1;
    this.#background(this.#after(stored, fields['eager'] ?? ''));
    return this.#told(stored);
  }

  /** The whole file, or null while parts of it are missing. */
  async #received(request: IncomingMessage, file: Blob): Promise<string | null> {
    const { 'content-range': range, 'x-unique-upload-id': upload } = request.headers;
    const [, end, total] = /^bytes \d+-(\d+)\/(-?\d+)$/.exec(range ?? '') ?? [];
    const known = this.#parts.get(String(upload)) ?? join(this.#directory, randomUUID());
    if (range === undefined) {
      await writeFile(known, file.stream());
      return known;
    }
    await appendFile(known, Buffer.from(await file.arrayBuffer()));
    this.#parts.set(String(upload), known);
    if (Number(total) !== Number(end) + 1) return null;
    this.#parts.delete(String(upload));
    return known;
  }

  /** What Cloudinary does when it has answered: renditions, notifications, moderation. */
  async #after(file: StoredFile, eager: string): Promise<void> {
    const told = this.#told(file);
    this.#notify(file, { notification_type: 'upload', ...told });
    const asked = eager.split('|').filter((rendition) => rendition !== '');
    const renditions = file.fileType === 'raw' ? [] : asked;
    for (const rendition of renditions) {
      // It may be removed meanwhile.
      if (this.files.get(keyOf(file)) !== file) return;
      await this.#rendition(file, rendition).catch((error: unknown) => {
        if (this.files.get(keyOf(file)) === file) throw error;
      });
    }
    if (renditions.length > 0) this.#notify(file, { notification_type: 'eager', ...told, eager: renditions });
    if (file.moderation === undefined) return;
    file.moderation.status = this.moderation(file.publicId);
    this.#notify(file, {
      notification_type: 'moderation',
      moderation_kind: file.moderation.kind,
      moderation_status: file.moderation.status,
      public_id: file.publicId,
      resource_type: file.fileType,
      type: file.delivery,
    });
  }

  #notify(file: StoredFile, content: object): void {
    if (file.notificationUrl === undefined) return;
    const { copies, delayMs } = this.notifications(file.publicId);
    for (let copy = 0; copy < copies; copy += 1) {
      this.#background(this.#send(file.notificationUrl, JSON.stringify(content), delayMs));
    }
  }

  async #send(url: string, body: string, delayMs: number): Promise<void> {
    await sleep(delayMs, undefined, { signal: this.#ended.signal });
    for (let attempt = 1; attempt <= NOTIFICATION_ATTEMPTS; attempt += 1) {
      try {
        const headers = this.signatureOf(body);
        const response = await fetch(url, { method: 'POST', headers, body, signal: this.#ended.signal });
        await response.text();
        if (response.ok) this.notified += 1;
        if (response.ok) return;
      } catch (error) {
        if (this.#ended.signal.aborted) throw error;
      }
      await sleep(NOTIFICATION_PAUSE_MS * attempt, undefined, { signal: this.#ended.signal });
    }
  }

  /** Keeps track of work that nobody waits for. What it cannot do is as lost as at Cloudinary. */
  #background(work: Promise<void>): void {
    const tracked: Promise<void> = work
      .catch((error: unknown) => {
        if (!this.#ended.signal.aborted) console.error('Cloudinary stand-in:', error);
      })
      .finally(() => this.#sending.delete(tracked));
    this.#sending.add(tracked);
  }

  /** A rendition of `transformation` or `transformation/extension`, made once. */
  async #rendition(file: StoredFile, rendition: string): Promise<{ path: string; format: string }> {
    const [transformation = '', extension] = rendition.split('/');
    const name = createHash('sha1')
      .update(`${keyOf(file)} ${String(file.version)} ${rendition}`)
      .digest('hex');
    return render(file, { transformation, extension }, join(this.#directory, name));
  }

  #deliveryRequest(url: URL): DeliveryRequest {
    return {
      path: decodeURIComponent(url.pathname),
      find: (reference) => this.files.get(keyOf(reference)),
      rendition: (file, rendition) => this.#rendition(file, rendition),
      config: this.#config(),
    };
  }

  #resources(url: URL): object {
    const [, , , fileType, delivery, ...id] = decodeURIComponent(url.pathname).slice(1).split('/');
    if (id.length > 0) {
      return this.#told(
        this.#existing({ fileType: fileType ?? '', delivery: delivery ?? '', publicId: id.join('/') }),
      );
    }
    const prefix = url.searchParams.get('prefix') ?? '';
    const from = Number(url.searchParams.get('next_cursor') ?? 0);
    const limit = Number(url.searchParams.get('max_results') ?? 10);
    const all = [...this.files.values()]
      .filter((file) => file.fileType === fileType && file.delivery === delivery)
      .filter(({ publicId }) => publicId.startsWith(prefix));
    return {
      resources: all.slice(from, from + limit).map((file) => this.#told(file)),
      ...(from + limit < all.length && { next_cursor: String(from + limit) }),
    };
  }

  #existing(reference: Pick<StoredFile, 'fileType' | 'delivery' | 'publicId'>): StoredFile {
    const file = this.files.get(keyOf(reference));
    if (file === undefined) throw new Refusal(404, `Resource not found - ${reference.publicId}`);
    return file;
  }

  #told(file: StoredFile): object {
    const { publicId, fileType, delivery, facts, version, bytes, etag, createdAt, moderation } = file;
    // The types lack the last two parameters; answers are signed in the first version.
    const sign = sdk.utils.api_sign_request as (
      fields: object,
      secret: string,
      algorithm: null,
      version: number,
    ) => string;
    return {
      asset_id: createHash('md5').update(keyOf(file)).digest('hex'),
      public_id: publicId,
      version,
      signature: sign({ public_id: publicId, version }, this.#secret, null, 1),
      resource_type: fileType,
      type: delivery,
      created_at: createdAt,
      bytes,
      etag,
      ...facts,
      ...(moderation !== undefined && { moderation: [moderation] }),
      secure_url: `${this.#address}/${CLOUD}/${fileType}/${delivery}/v${String(version)}/${publicId}`,
    };
  }

  /** The signed fields. @throws Refusal when the signature is not of these, or too old. */
  #verified(given: Fields): Fields {
    const { signature, api_key } = given;
    const fields = Object.fromEntries(Object.entries(given).filter(([name]) => !UNSIGNED.has(name)));
    if (api_key !== this.#key) throw new Refusal(401, 'Unknown API key');
    const expected = sdk.utils.api_sign_request(fields, this.#secret);
    if (signature !== expected) throw new Refusal(401, `Invalid Signature ${String(signature)}`);
    if (Number(fields['timestamp']) < Date.now() / 1000 - SIGNATURE_SECONDS) {
      throw new Refusal(400, 'Stale request - reported time is more than 1 hour ago');
    }
    if (Number(fields['expires_at'] ?? Infinity) < Date.now() / 1000) throw new Refusal(401, 'Expired');
    return fields;
  }

  #authorise(request: IncomingMessage): void {
    const expected = `Basic ${Buffer.from(`${this.#key}:${this.#secret}`).toString('base64')}`;
    if (request.headers.authorization !== expected) throw new Refusal(401, 'Invalid credentials');
  }

  #config(): { cloud_name: string; api_key: string; api_secret: string } {
    return { cloud_name: CLOUD, api_key: this.#key, api_secret: this.#secret };
  }

  /** The bytes of a file that it has. */
  async read(reference: Pick<StoredFile, 'fileType' | 'delivery' | 'publicId'>): Promise<Buffer> {
    return readFile(this.#existing(reference).path);
  }
}

function keyOf({
  fileType,
  delivery,
  publicId,
}: Pick<StoredFile, 'fileType' | 'delivery' | 'publicId'>): string {
  return `${fileType}/${delivery}/${publicId}`;
}

function send(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
