import { RESOURCE_TYPES } from '../../../functions/src/platform/cloudinary/asset.ts';
import { callCloudinary } from '../../../functions/src/platform/cloudinary/callCloudinary.ts';
import type { Cloudinary } from '../../../functions/src/platform/cloudinary/cloudinary.ts';
import { loadSdk, sdkOptions } from '../../../functions/src/platform/cloudinary/sdk.ts';
import type { Cell } from './cell.ts';

/** https://cloudinary.com/documentation/image_upload_api_reference#upload_optional_parameters */
const DELIVERY_TYPES = ['upload', 'private', 'authenticated'];

interface Page {
  resources: ({ public_id: string } & Record<string, unknown>)[];
  next_cursor?: string;
}

/** Yields what Cloudinary says of every file: ids, tags, context and metadata. Costs a call of the Admin API per 500. */
export async function* readCloudinary(cloudinary: Cloudinary | null): AsyncGenerator<Cell> {
  if (cloudinary === null) return;
  const { api } = await loadSdk();
  const account = sdkOptions(cloudinary.account);
  for (const type of DELIVERY_TYPES) {
    for (const resourceType of RESOURCE_TYPES) {
      const options = { ...account, resource_type: resourceType, type, max_results: 500 };
      let cursor: string | undefined;
      do {
        const next = cursor === undefined ? {} : { next_cursor: cursor };
        const described = { tags: true, context: true, metadata: true };
        const answer = await callCloudinary(
          () => api.resources({ ...options, ...next, ...described }) as Promise<unknown>,
        );
        const { resources, next_cursor } = (answer ?? { resources: [] }) as Page;
        for (const { public_id: publicId, ...rest } of resources) {
          const place = `${resourceType}/${type}/${publicId}`;
          yield { store: 'Cloudinary', place, column: 'public id', text: publicId };
          yield { store: 'Cloudinary', place, column: 'description', text: JSON.stringify(rest) };
        }
        cursor = next_cursor;
      } while (cursor !== undefined);
    }
  }
}
