import { deleteObjects, listObjects, type Bucket } from '../../platform/storage.ts';

/** The folder of a person's archives in the bucket. */
function folderOf(uid: string): string {
  return `exports/${uid}/`;
}

/** Deletes a person's archives. Returns how many there were. */
export async function removeExports(bucket: Bucket, uid: string): Promise<number> {
  return deleteObjects(bucket, await listObjects(bucket, folderOf(uid)));
}
