import type { Storage } from 'firebase-admin/storage';
import { backupBucket } from './config.ts';

export type Bucket = ReturnType<Storage['bucket']>;

let opened: Promise<Bucket> | undefined;

/** The bucket with the copies of media, or null when there is to be none. The client is loaded on first use. */
export async function backups(): Promise<Bucket | null> {
  const name = backupBucket.value().trim();
  if (name === '') return null;
  return (opened ??= open(name));
}

/** A bucket of this project; `STORAGE_EMULATOR_HOST` leads to an emulator. */
async function open(name: string): Promise<Bucket> {
  const { getStorage } = await import('firebase-admin/storage');
  return getStorage().bucket(name);
}
