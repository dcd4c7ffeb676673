import { deleteObjects, listObjects, type Bucket } from '../../platform/storage.ts';

/** Without progress for this long, an export is enqueued again: its task was lost, or its run was killed. */
export const LOST_AFTER_SECONDS = 35 * 60;

/** The folder of all archives in the bucket. */
const FOLDER = 'exports/';

/** For how long an archive can be downloaded. */
const LINK_HOURS = 24;

/** The name of an archive in the bucket. */
export function exportObjectName(uid: string, exportId: string): string {
  return `${folderOf(uid)}${exportId}.zip`;
}

/** Until when an archive that is finished now can be downloaded. */
export function linkEnd(finishedAt: Date): Date {
  return new Date(finishedAt.getTime() + LINK_HOURS * 3_600_000);
}

/** Deletes a person's archives. Returns how many there were. */
export async function removeExports(bucket: Bucket, uid: string): Promise<number> {
  return deleteObjects(bucket, await listObjects(bucket, folderOf(uid)));
}

/** Deletes the archives that can no longer be downloaded. Returns how many there were. */
export async function removeOldExports(bucket: Bucket, now: Date): Promise<number> {
  return deleteObjects(
    bucket,
    await listObjects(bucket, FOLDER, new Date(now.getTime() - LINK_HOURS * 3_600_000)),
  );
}

function folderOf(uid: string): string {
  return `${FOLDER}${uid}/`;
}
