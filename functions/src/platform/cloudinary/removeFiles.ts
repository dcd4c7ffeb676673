import { z } from 'zod';
import { limitConcurrency } from '../concurrency.ts';
import { DELIVERY_TYPE, RESOURCE_TYPES, type ResourceType } from './asset.ts';
import { callCloudinary } from './callCloudinary.ts';
import type { Cloudinary } from './cloudinary.ts';
import { loadSdk, sdkOptions } from './sdk.ts';

/** Most public ids in one request of the Admin API: https://cloudinary.com/documentation/admin_api#delete_resources */
const BATCH_SIZE = 100;

/** Parallel requests. */
const CONCURRENCY = 8;

/**
 * Deletes files of any resource type with their renditions, and invalidates copies in delivery networks. Public ids
 * without a file are passed over. A few files go one by one through the Upload API, which is not rate-limited; more go
 * 100 at a time through the Admin API, which is limited to 500 requests an hour on the free plan and 2,000 on others:
 * https://support.cloudinary.com/hc/en-us/articles/202520892
 *
 * @returns how many files were deleted
 * @throws DomainError `unreachable` when Cloudinary is down or the limit is reached; call again.
 */
export async function removeFiles(cloudinary: Cloudinary, publicIds: readonly string[]): Promise<number> {
  const limited = limitConcurrency(CONCURRENCY);
  const removals =
    publicIds.length <= BATCH_SIZE
      ? publicIds.map((id) => limited(() => cloudinary.remove(id)))
      : batchesOf(publicIds).flatMap((batch) =>
          RESOURCE_TYPES.map((type) => limited(() => removeBatch(cloudinary, type, batch))),
        );
  const counts = await Promise.all(removals);
  return counts.reduce((sum, count) => sum + count, 0);
}

function batchesOf(publicIds: readonly string[]): string[][] {
  const count = Math.ceil(publicIds.length / BATCH_SIZE);
  return Array.from({ length: count }, (_, index) =>
    publicIds.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
  );
}

/** A response is partial when the files have more than 1,000 renditions. */
const responseSchema = z.object({
  deleted: z.record(z.string(), z.string()).default({}),
  partial: z.boolean().optional(),
  next_cursor: z.string().optional(),
});

async function removeBatch(
  { account }: Cloudinary,
  resourceType: ResourceType,
  publicIds: string[],
): Promise<number> {
  const { api } = await loadSdk();
  const options = {
    ...sdkOptions(account),
    resource_type: resourceType,
    type: DELIVERY_TYPE,
    invalidate: true,
  };
  const removed = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = cursor === undefined ? {} : { next_cursor: cursor };
    const response = responseSchema.parse(
      await callCloudinary(
        () => api.delete_resources(publicIds, { ...options, ...page }) as Promise<unknown>,
      ),
    );
    for (const [id, outcome] of Object.entries(response.deleted)) if (outcome === 'deleted') removed.add(id);
    cursor = response.partial === true ? response.next_cursor : undefined;
  } while (cursor !== undefined);
  return removed.size;
}
