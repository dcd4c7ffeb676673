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

/** The names of all objects that start with a prefix. */
export async function listObjects(bucket: Bucket, prefix: string): Promise<string[]> {
  const [files] = await bucket.getFiles({ prefix });
  return files.map(({ name }) => name);
}
