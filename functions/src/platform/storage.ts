import type { Storage } from 'firebase-admin/storage';
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
