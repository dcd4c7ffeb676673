import type { Storage } from 'firebase-admin/storage';
import { limitConcurrency } from './concurrency.ts';
import { backupBucket } from './config.ts';

export type Bucket = ReturnType<Storage['bucket']>;

let opened: Promise<Bucket> | undefined;

/** The bucket that media are copied to, or null when none is configured. Loads the client on first use. */
export async function backups(): Promise<Bucket | null> {
  const name = backupBucket.value().trim();
  if (name === '') return null;
  return (opened ??= open(name));
}

/** Opens a bucket of this project, in the emulator if `STORAGE_EMULATOR_HOST` is set. */
async function open(name: string): Promise<Bucket> {
  const { getStorage } = await import('firebase-admin/storage');
  return getStorage().bucket(name);
}

/** Parallel requests to Cloud Storage, which has no batches in its JSON API's client. */
const CONCURRENCY = 16;

/** Deletes objects; names without one are passed over. Returns how many there were. */
export async function deleteObjects(bucket: Bucket, names: readonly string[]): Promise<number> {
  const limited = limitConcurrency(CONCURRENCY);
  const deleted = await Promise.all(names.map((name) => limited(() => deleteObject(bucket, name))));
  return deleted.filter(Boolean).length;
}

async function deleteObject(bucket: Bucket, name: string): Promise<boolean> {
  try {
    await bucket.file(name).delete();
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 404) return false;
    throw error;
  }
}

/** The names of the objects that start with a prefix, if given only of those created before a time. */
export async function listObjects(bucket: Bucket, prefix: string, before?: Date): Promise<string[]> {
  const [files] = await bucket.getFiles({ prefix });
  const isOld = (created: string | undefined): boolean =>
    before === undefined || Date.parse(created ?? '') < before.getTime();
  return files.filter(({ metadata }) => isOld(metadata.timeCreated)).map(({ name }) => name);
}

/**
 * A URL under which anybody who has it can download an object until a time, under a file name. Signed by the service
 * account itself, which needs roles/iam.serviceAccountTokenCreator on itself. An emulator asks for no signature.
 */
export async function downloadUrl(
  bucket: Bucket,
  { name, endsAt, fileName }: { name: string; endsAt: Date; fileName: string },
): Promise<string> {
  const { apiEndpoint, customEndpoint } = bucket.storage;
  if (customEndpoint) {
    return `${apiEndpoint}/download/storage/v1/b/${bucket.name}/o/${encodeURIComponent(name)}?alt=media`;
  }
  const [url] = await bucket.file(name).getSignedUrl({
    version: 'v4',
    action: 'read',
    expires: endsAt,
    responseDisposition: `attachment; filename="${fileName}"`,
  });
  return url;
}
