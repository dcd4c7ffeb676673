import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Credentials } from './credentials.ts';
import { HttpError } from './httpError.ts';
import { keyOf, type FileKey, type FileStore, type StoredFile } from './fileStore.ts';

/** A file as the APIs and notifications describe it. */
export function describeFile(file: StoredFile, credentials: Credentials, baseUrl: string): object {
  const { publicId, fileType, delivery, metadata, version, bytes, etag, createdAt, moderation } = file;
  return {
    asset_id: createHash('md5').update(keyOf(file)).digest('hex'),
    public_id: publicId,
    version,
    signature: credentials.signResponse(publicId, version),
    resource_type: fileType,
    type: delivery,
    created_at: createdAt,
    bytes,
    etag,
    ...metadata,
    ...(moderation !== undefined && { moderation: [moderation] }),
    // The response to an upload has a signed URL of the original.
    secure_url: credentials.signedUrl(baseUrl, file),
  };
}

/** One page of the Admin API's list of files. */
export function listFiles(
  files: FileStore,
  { fileType, delivery }: FileKey,
  query: URLSearchParams,
): { files: StoredFile[]; nextCursor: string | undefined } {
  const prefix = query.get('prefix') ?? '';
  const start = Number(query.get('next_cursor') ?? 0);
  const end = start + Number(query.get('max_results') ?? 10);
  const matches = [...files.values()].filter(
    (file) => file.fileType === fileType && file.delivery === delivery && file.publicId.startsWith(prefix),
  );
  return { files: matches.slice(start, end), nextCursor: end < matches.length ? String(end) : undefined };
}

/** The Admin API's deletion of up to 100 files. */
export async function removeFiles(
  files: FileStore,
  { fileType, delivery }: Omit<FileKey, 'publicId'>,
  request: IncomingMessage,
): Promise<object> {
  const publicIds = new URLSearchParams(await text(request)).getAll('public_ids[]');
  if (publicIds.length === 0 || publicIds.length > 100) {
    throw new HttpError(400, 'Must give between 1 and 100 public_ids');
  }
  const deleted: Record<string, string> = {};
  for (const publicId of publicIds) {
    deleted[publicId] = (await files.destroy({ fileType, delivery, publicId })) ? 'deleted' : 'not_found';
  }
  return { deleted, partial: false };
}
