import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Cleanup } from '../lib/command.ts';

interface StoredObject {
  bucket: string;
  name: string;
  path: string;
  size: number;
  md5Hash: string;
  generation: number;
  /** The predefined access list that was asked for; null for the bucket's own. */
  acl: string | null;
  metadata: object;
}

/** An upload in pieces that has begun. */
interface Session {
  bucket: string;
  name: string;
  path: string;
  received: number;
  acl: string | null;
  /** Whether the object may not be there when the upload ends. */
  onlyNew: boolean;
  metadata: object;
}

/**
 * Stands in for Cloud Storage where its official emulator is not installed: the part of the JSON API
 * (https://cloud.google.com/storage/docs/json_api) that the client library uses for uploads in pieces,
 * downloads, metadata, lists and deletions. Nobody is asked who they are.
 */
export class StorageStandIn {
  readonly objects = new Map<string, StoredObject>();
  /** Whether it answers at all. */
  down = false;
  /** Objects that were completed. */
  completed = 0;
  /** Called with the bytes of an upload after each piece; may throw, and the connection breaks. */
  onPiece: (received: number) => void = () => undefined;
  /** Its address, without `http://`. */
  host = '';
  readonly #directory: string;
  readonly #sessions = new Map<string, Session>();

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async start(cleanup: Cleanup, port = 0): Promise<StorageStandIn> {
    const directory = await mkdtemp(join(tmpdir(), 'talent-storage-'));
    const standIn = new StorageStandIn(directory);
    const server = createServer((request, response) => void standIn.#serve(request, response));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    standIn.host = `127.0.0.1:${String(typeof address === 'object' ? address?.port : port)}`;
    cleanup(async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      await rm(directory, { recursive: true, force: true });
    });
    return standIn;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.down) {
      request.socket.destroy();
      return;
    }
    try {
      await this.#answer(request, response);
    } catch {
      // The client sees a broken connection, and tries again.
      request.socket.destroy();
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${this.host}`);
    const upload = url.searchParams.get('upload_id');
    if (upload !== null) {
      await this.#piece(upload, request, response);
      return;
    }
    const [, bucket = '', name] = /\/b\/([^/]+)\/o(?:\/(.+))?$/.exec(url.pathname) ?? [];
    if (request.method === 'POST' && url.searchParams.get('uploadType') === 'resumable') {
      const id = randomUUID();
      this.#sessions.set(id, {
        bucket,
        name: url.searchParams.get('name') ?? '',
        path: join(this.#directory, id),
        received: 0,
        acl: url.searchParams.get('predefinedAcl'),
        onlyNew: url.searchParams.get('ifGenerationMatch') === '0',
        metadata: {
          ...((await json(request)) as object),
          contentType: request.headers['x-upload-content-type'],
        },
      });
      response.writeHead(200, { location: `http://${this.host}/upload?upload_id=${id}` }).end();
    } else if (request.method === 'GET' && name === undefined) {
      this.#list(bucket, url, response);
    } else if (name !== undefined) {
      await this.#object(`${bucket}/${decodeURIComponent(name)}`, request, url, response);
    } else {
      send(response, 501, { error: { code: 501, message: 'the stand-in does not know this call' } });
    }
  }

  async #piece(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const session = this.#sessions.get(id);
    if (session === undefined) {
      send(response, 404, { error: { code: 404, message: 'no such upload' } });
      return;
    }
    const range = /^bytes (?:\*|(\d+)-(\d+|\*))\/(\*|\d+)$/.exec(request.headers['content-range'] ?? '');
    const [, start, end, total]: (string | undefined)[] = range ?? ['', '0', '*', '*'];
    if (start !== undefined) {
      if (Number(start) !== session.received) throw new Error('a piece is missing');
      await pipeline(
        request,
        async function* (pieces: AsyncIterable<Buffer>) {
          for await (const piece of pieces) {
            session.received += piece.length;
            yield piece;
          }
        },
        createWriteStream(session.path, { flags: 'a' }),
      );
      this.onPiece(session.received);
    }
    const whole = total !== undefined && total !== '*' && Number(total) === session.received;
    if (!whole && !(start !== undefined && end === '*')) {
      const range = session.received > 0 ? { range: `bytes=0-${String(session.received - 1)}` } : {};
      response.writeHead(308, range).end();
      return;
    }
    await this.#complete(id, session, response);
  }

  async #complete(id: string, session: Session, response: ServerResponse): Promise<void> {
    const { bucket, name, path, acl, onlyNew, metadata } = session;
    this.#sessions.delete(id);
    const key = `${bucket}/${name}`;
    const md5 = createHash('md5');
    for await (const piece of createReadStream(path)) md5.update(piece as Buffer);
    const { size } = await stat(path);
    if (onlyNew && this.objects.has(key)) {
      await rm(path, { force: true });
      send(response, 412, { error: { code: 412, message: 'the object is there already' } });
      return;
    }
    this.completed += 1;
    const generation = Date.now() * 1000;
    const stored = { bucket, name, path, size, md5Hash: md5.digest('base64'), generation, acl, metadata };
    this.objects.set(key, stored);
    send(response, 200, resource(stored));
  }

  async #object(key: string, request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    const stored = this.objects.get(key);
    if (stored === undefined) {
      send(response, 404, { error: { code: 404, message: 'no such object' } });
    } else if (request.method === 'DELETE') {
      this.objects.delete(key);
      await rm(stored.path, { force: true });
      response.writeHead(204).end();
    } else if (url.searchParams.get('alt') === 'media') {
      response.writeHead(200, { 'content-length': stored.size, 'x-goog-hash': `md5=${stored.md5Hash}` });
      await pipeline(createReadStream(stored.path), response);
    } else {
      send(response, 200, resource(stored));
    }
  }

  #list(bucket: string, url: URL, response: ServerResponse): void {
    const prefix = url.searchParams.get('prefix') ?? '';
    const from = Number(url.searchParams.get('pageToken') ?? 0);
    const limit = Number(url.searchParams.get('maxResults') ?? 1000);
    const all = [...this.objects.values()].filter(
      (stored) => stored.bucket === bucket && stored.name.startsWith(prefix),
    );
    send(response, 200, {
      items: all.slice(from, from + limit).map(resource),
      ...(from + limit < all.length && { nextPageToken: String(from + limit) }),
    });
  }
}

function resource({ bucket, name, size, md5Hash, generation, metadata }: StoredObject): object {
  return {
    ...metadata,
    kind: 'storage#object',
    bucket,
    name,
    size: String(size),
    md5Hash,
    generation: String(generation),
  };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
