import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

export interface StoredObject {
  bucket: string;
  name: string;
  path: string;
  size: number;
  /** Base64-encoded. */
  md5Hash: string;
  generation: number;
  /** The predefined ACL that was requested; null for the bucket's default. */
  acl: string | null;
  metadata: object;
}

interface UploadOptions {
  bucket: string;
  name: string;
  acl: string | null;
  /** Fail when the object exists by the end of the upload. */
  mustBeNew: boolean;
  metadata: object;
}

interface Upload extends UploadOptions {
  path: string;
  receivedBytes: number;
}

/** Resumable uploads in progress: https://cloud.google.com/storage/docs/performing-resumable-uploads */
export class ResumableUploads {
  readonly #directory: string;
  readonly #uploads = new Map<string, Upload>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Returns the id of the new upload. */
  start(options: UploadOptions): string {
    const id = randomUUID();
    this.#uploads.set(id, { ...options, path: join(this.#directory, id), receivedBytes: 0 });
    return id;
  }

  find(id: string): Upload | undefined {
    return this.#uploads.get(id);
  }

  /** Appends a chunk. Returns whether the upload is complete. @throws when bytes before the chunk are missing */
  async receive(
    upload: Upload,
    request: IncomingMessage,
    onChunk: (receivedBytes: number) => void,
  ): Promise<boolean> {
    const range = /^bytes (?:\*|(\d+)-(\d+|\*))\/(\*|\d+)$/.exec(request.headers['content-range'] ?? '');
    const [, start, end, total]: (string | undefined)[] = range ?? ['', '0', '*', '*'];
    if (start !== undefined) {
      if (Number(start) !== upload.receivedBytes) throw new Error('a chunk is missing');
      await pipeline(
        request,
        async function* (pieces: AsyncIterable<Buffer>) {
          for await (const piece of pieces) {
            upload.receivedBytes += piece.length;
            yield piece;
          }
        },
        createWriteStream(upload.path, { flags: 'a' }),
      );
      onChunk(upload.receivedBytes);
    }
    const hasAllBytes = total !== undefined && total !== '*' && Number(total) === upload.receivedBytes;
    return hasAllBytes || (start !== undefined && end === '*');
  }

  /** Ends the upload and returns its object. */
  async finish(id: string, { bucket, name, path, acl, metadata }: Upload): Promise<StoredObject> {
    this.#uploads.delete(id);
    const md5 = createHash('md5');
    for await (const piece of createReadStream(path)) md5.update(piece as Buffer);
    const { size } = await stat(path);
    const generation = Date.now() * 1000;
    return { bucket, name, path, size, md5Hash: md5.digest('base64'), generation, acl, metadata };
  }
}
