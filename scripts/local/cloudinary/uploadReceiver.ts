import { randomUUID } from 'node:crypto';
import { appendFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { HttpError } from './httpError.ts';
import { readMetadata, type FileMetadata } from './renditions.ts';

/** Receives uploaded files into a directory, whole or in chunks. */
export class UploadReceiver {
  readonly #directory: string;
  /** Paths of incomplete files, by upload id. */
  readonly #incomplete = new Map<string, string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Returns the path of the complete file, or null while chunks are missing. */
  async receive(request: IncomingMessage, file: Blob): Promise<string | null> {
    const { 'content-range': range, 'x-unique-upload-id': uploadId } = request.headers;
    const path = this.#incomplete.get(String(uploadId)) ?? join(this.#directory, randomUUID());
    if (range === undefined) {
      await writeFile(path, file.stream());
      return path;
    }
    const [, end, total] = /^bytes \d+-(\d+)\/(-?\d+)$/.exec(range) ?? [];
    await appendFile(path, Buffer.from(await file.arrayBuffer()));
    this.#incomplete.set(String(uploadId), path);
    if (Number(total) !== Number(end) + 1) return null;
    this.#incomplete.delete(String(uploadId));
    return path;
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
