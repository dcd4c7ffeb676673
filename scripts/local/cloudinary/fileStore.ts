import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { HttpError } from './httpError.ts';
import type { FileMetadata } from './renditions.ts';

/** What identifies a file; the same public id may exist once per file type and delivery type. */
export interface FileKey {
  fileType: string;
  delivery: string;
  publicId: string;
}

export interface StoredFile extends FileKey {
  path: string;
  metadata: FileMetadata;
  version: number;
  bytes: number;
  etag: string;
  createdAt: string;
  /** Result of the moderation; undefined when none was requested. */
  moderation?: { kind: string; status: string };
  notificationUrl: string | undefined;
  /** The renditions made so far, as JSON. */
  derived: Set<string>;
}

/** The stored files by {@link keyOf}. */
export class FileStore extends Map<string, StoredFile> {
  find(key: FileKey): StoredFile | undefined {
    return this.get(keyOf(key));
  }

  /** @throws HttpError 404 */
  require(key: FileKey): StoredFile {
    const file = this.find(key);
    if (file === undefined) throw new HttpError(404, `Resource not found - ${key.publicId}`);
    return file;
  }

  /** Stores the file at `path`, replacing an earlier one. */
  async put(file: FileKey & { metadata: FileMetadata }, path: string): Promise<StoredFile> {
    const { size } = await stat(path);
    const hash = createHash('md5');
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    const stored = {
      ...file,
      path,
      version: Math.floor(Date.now() / 1000),
      bytes: size,
      etag: hash.digest('hex'),
      createdAt: new Date().toISOString(),
      notificationUrl: undefined,
      derived: new Set<string>(),
    };
    this.set(keyOf(file), stored);
    return stored;
  }

  /** Moves a file to another key, without its renditions: their URLs end with the rename. @throws HttpError */
  rename(from: FileKey, to: FileKey): StoredFile {
    const file = this.require(from);
    if (this.find(to) !== undefined) throw new HttpError(400, `to_public_id ${to.publicId} already exists`);
    const renamed = { ...file, ...to, derived: new Set<string>() };
    this.delete(keyOf(from));
    this.set(keyOf(to), renamed);
    return renamed;
  }

  /** Returns whether the file existed. */
  async destroy(key: FileKey): Promise<boolean> {
    const file = this.find(key);
    this.delete(keyOf(key));
    if (file !== undefined) await rm(file.path, { force: true });
    return file !== undefined;
  }
}

export function keyOf({ fileType, delivery, publicId }: FileKey): string {
  return `${fileType}/${delivery}/${publicId}`;
}
