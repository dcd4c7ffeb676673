import type { Cleanup } from '../lib/command.ts';
import { CloudinaryStandIn } from './cloudinary.ts';
import { hasStorageEmulator } from './emulatorBinaries.ts';
import { PROJECT, type Emulators } from './emulators.ts';
import { StorageStandIn } from './storage.ts';

/** The bucket that copies go to. */
const BUCKET = `${PROJECT}.firebasestorage.app`;

/** What media stand on, on this machine. */
export interface MediaStack {
  cloudinary: CloudinaryStandIn;
  /** What the functions, and the commands, have to be told. */
  settings: (hosts: Emulators['hosts']) => {
    params: Record<string, string>;
    secrets: Record<string, string>;
    environment: Record<string, string>;
  };
}

/** Starts what stands in for Cloudinary, and for Cloud Storage where its official emulator is not installed. */
export async function startMedia(
  cleanup: Cleanup,
  ports: { cloudinary?: number; storage?: number } = {},
): Promise<MediaStack> {
  const cloudinary = await CloudinaryStandIn.start(cleanup, ports.cloudinary);
  const storage = (await hasStorageEmulator()) ? null : await StorageStandIn.start(cleanup, ports.storage);
  return {
    cloudinary,
    settings: (hosts) => {
      const webhook = `http://${hosts.functions}/${PROJECT}/us-central1/cloudinaryWebhook`;
      return {
        params: { MEDIA_BACKUP_BUCKET: BUCKET },
        secrets: { CLOUDINARY_URL: cloudinary.url({ notification_url: webhook }) },
        environment: { STORAGE_EMULATOR_HOST: `http://${storage?.host ?? hosts.storage}` },
      };
    },
  };
}
