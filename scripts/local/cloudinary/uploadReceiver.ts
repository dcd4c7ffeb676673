import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { HttpError } from './httpError.ts';
import { readMetadata, type FileMetadata } from './renditions.ts';

/** All chunks but the last are larger. */
const LEAST_CHUNK_BYTES = 5_000_000;

/** Files of which chunks are missing. */
interface Incomplete {
  path: string;
  /** Bytes from the first on. */
  received: number;
}

/**
 * Receives uploaded files into a directory, whole or in chunks. Like Cloudinary, it takes chunks one after the other, and
 * a repeated one. What Cloudinary does with the last chunk of a complete file is not documented: here it is refused.
 */
export class UploadReceiver {
  readonly #directory: string;
  readonly #incomplete = new Map<string, Incomplete>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Returns the path of the complete file, or null while chunks are missing. @throws HttpError 400 */
  async receive(request: IncomingMessage, file: Blob): Promise<string | null> {
    const { 'content-range': header, 'x-unique-upload-id': uploadId } = request.headers;
    if (header === undefined) {
      const path = join(this.#directory, randomUUID());
      await writeFile(path, file.stream());
      return path;
    }
    if (typeof uploadId !== 'string') throw new HttpError(400, 'Missing X-Unique-Upload-Id');
    const { start, end, isLast } = readRange(header, file);
    const upload = this.#incomplete.get(uploadId) ?? {
      path: join(this.#directory, randomUUID()),
      received: 0,
    };
    if (start > upload.received) throw new HttpError(400, 'Chunks before this one are missing');
    await writeAt(upload.path, start, file);
    upload.received = Math.max(upload.received, end);
    this.#incomplete.set(uploadId, upload);
    if (!isLast) return null;
    this.#incomplete.delete(uploadId);
    return upload.path;
  }
}

/** @throws HttpError 400 */
function readRange(header: string, file: Blob): { start: number; end: number; isLast: boolean } {
  const [, first, last, total] = (/^bytes (\d+)-(\d+)\/(-1|\d+)$/.exec(header) ?? []).map(Number);
  if (first === undefined || last === undefined || last + 1 - first !== file.size)
    throw new HttpError(400, `Invalid Content-Range: ${header}`);
  const isLast = last + 1 === total;
  if (!isLast && file.size <= LEAST_CHUNK_BYTES)
    throw new HttpError(400, 'All parts except EOF-chunk must be larger than 5mb');
  return { start: first, end: last + 1, isLast };
}

async function writeAt(path: string, position: number, chunk: Blob): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT);
  try {
    await file.write(Buffer.from(await chunk.arrayBuffer()), 0, chunk.size, position);
  } finally {
    await file.close();
  }
}

/** Reads the metadata of an uploaded file. @throws HttpError 400, after deleting a file that is not allowed. */
export async function validateFile(
  path: string,
  fileType: string,
  allowedFormats: string[],
): Promise<FileMetadata> {
  const metadata = await readMetadata(path, fileType).catch(() => null);
  if (metadata !== null && allowedFormats.includes(metadata.format)) return metadata;
  await rm(path, { force: true });
  throw new HttpError(
    400,
    metadata === null ? 'Invalid image file' : `Image file format ${metadata.format} not allowed`,
  );
}
