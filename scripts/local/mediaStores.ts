import type { Cleanup } from '../lib/command.ts';
import { CloudinaryStandIn } from './cloudinary/cloudinaryStandIn.ts';
import { hasStorageEmulator } from './emulatorBinaries.ts';
import type { FunctionSettings } from './emulatorFolder.ts';
import type { Emulators } from './emulators.ts';
import { PROJECT } from './project.ts';
import { StorageStandIn } from './storage/storageStandIn.ts';

const BACKUP_BUCKET = `${PROJECT}.firebasestorage.app`;

/** The settings that connect the functions and the commands with the local media stores. */
export interface MediaSettings extends FunctionSettings {
  params: { MEDIA_BACKUP_BUCKET: string };
  secrets: { CLOUDINARY_URL: string };
  environment: { STORAGE_EMULATOR_HOST: string };
}

/**
 * Starts the stand-in for Cloudinary and, where firebase-tools has no Storage emulator, the one for Cloud Storage.
 * Returns the settings to use them, given the emulators' addresses.
 */
export async function startMediaStores(
  cleanup: Cleanup,
  ports: { cloudinary?: number; storage?: number } = {},
): Promise<(hosts: Emulators['hosts']) => MediaSettings> {
  const cloudinary = await CloudinaryStandIn.start(cleanup, ports.cloudinary);
  const storage = (await hasStorageEmulator()) ? null : await StorageStandIn.start(cleanup, ports.storage);
  return (hosts) => {
    const webhook = `http://${hosts.functions}/${PROJECT}/us-central1/cloudinaryWebhook`;
    return {
      params: { MEDIA_BACKUP_BUCKET: BACKUP_BUCKET },
      secrets: { CLOUDINARY_URL: cloudinary.accountUrl({ notification_url: webhook }) },
      environment: { STORAGE_EMULATOR_HOST: `http://${storage?.host ?? hosts.storage}` },
    };
  };
}
