import { base64ToHex } from '../../functions/src/media/backup/base64ToHex.ts';
import { BACKUP_FOLDER } from '../../functions/src/media/files/mediaRow.ts';
import { FOLDERS } from '../../functions/src/media/files/purposes.ts';
import { RESOURCE_TYPES, type Asset } from '../../functions/src/platform/cloudinary/asset.ts';
import type { Cloudinary } from '../../functions/src/platform/cloudinary/cloudinary.ts';
import type { Bucket } from '../../functions/src/platform/storage.ts';

/** What both stores contain. */
export interface Inventory {
  /** By {@link assetKey}: Cloudinary may have one file per resource type under the same public id. */
  assets: Map<string, Asset>;
  /** By object name. */
  copies: Map<string, BackupCopy>;
}

interface BackupCopy {
  bytes: number;
  /** In hexadecimal. */
  md5: string;
}

export async function takeInventory(cloudinary: Cloudinary, bucket: Bucket): Promise<Inventory> {
  return { assets: await listAssets(cloudinary), copies: await listCopies(bucket) };
}

export function assetKey(resourceType: string, publicId: string): string {
  return `${resourceType}/${publicId}`;
}

async function listAssets(cloudinary: Cloudinary): Promise<Map<string, Asset>> {
  const assets = new Map<string, Asset>();
  for (const type of RESOURCE_TYPES) {
    for (const folder of Object.values(FOLDERS)) {
      for await (const page of cloudinary.list(type, `${folder}/`)) {
        for (const asset of page) assets.set(assetKey(type, asset.public_id), asset);
      }
    }
  }
  return assets;
}

async function listCopies(bucket: Bucket): Promise<Map<string, BackupCopy>> {
  const copies = new Map<string, BackupCopy>();
  let query: object | null = { prefix: BACKUP_FOLDER, maxResults: 1000, autoPaginate: false };
  while (query !== null) {
    const [files, nextQuery] = (await bucket.getFiles(query)) as unknown as [
      { name: string; metadata: { size?: string | number; md5Hash?: string } }[],
      object | null,
    ];
    for (const { name, metadata } of files) {
      copies.set(name, {
        bytes: Number(metadata.size),
        md5: base64ToHex(metadata.md5Hash ?? ''),
      });
    }
    query = nextQuery;
  }
  return copies;
}
