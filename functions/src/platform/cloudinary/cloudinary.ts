import { z } from 'zod';
import { cloudinaryUrl } from '../config.ts';
import { DomainError } from '../errors.ts';
import { isCloudinaryConfigured, parseAccount, type CloudinaryAccount } from './account.ts';
import {
  assetSchema,
  DELIVERY_TYPE,
  RESOURCE_TYPES,
  type Asset,
  type FileReference,
  type FileType,
  type ResourceType,
} from './asset.ts';
import { callCloudinary } from './callCloudinary.ts';
import { loadSdk, sdkOptions } from './sdk.ts';
import { CloudinarySigner } from './signer.ts';

/** Client of one Cloudinary account. Methods throw DomainError `unreachable` when Cloudinary is down. */
export class Cloudinary {
  readonly account: CloudinaryAccount;
  readonly signer: CloudinarySigner;

  /** @param accountUrl see {@link parseAccount} */
  constructor(accountUrl: string) {
    this.account = parseAccount(accountUrl);
    this.signer = new CloudinarySigner(this.account);
  }

  /** The URL that clients post files of this type to. */
  uploadUrl(fileType: FileType): string {
    return `${this.account.uploadPrefix}/v1_1/${this.account.cloudName}/${fileType}/upload`;
  }

  /**
   * Describes the file stored under this public id; null when there is none. The call is not rate-limited unless
   * the account moderates uploads: only the Admin API returns a moderation's result.
   */
  async find({ publicId, fileType }: FileReference): Promise<Asset | null> {
    const { api, uploader } = await loadSdk();
    const options = { ...sdkOptions(this.account), resource_type: fileType, type: DELIVERY_TYPE };
    const found = await callCloudinary(() =>
      this.account.moderation === null
        ? (uploader.explicit(publicId, options) as Promise<unknown>)
        : (api.resource(publicId, options) as Promise<unknown>),
    );
    return found === null ? null : assetSchema.parse(found);
  }

  /** Uploads a file with signed fields. @throws DomainError `bad-input` when Cloudinary rejects the file. */
  async upload(
    fileType: FileType,
    fields: Record<string, string>,
    file: Blob,
    timeoutMs = 60_000,
  ): Promise<Asset> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', file, 'file');
    const upload = async (): Promise<unknown> => {
      const response = await fetch(this.uploadUrl(fileType), {
        method: 'POST',
        body: form,
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (response.ok) return response.json();
      if (response.status === 400) {
        const message = 'The media store rejected this file. Upload a different one.';
        throw new DomainError('bad-input', message, { fields: [] });
      }
      throw Object.assign(new Error('upload failed'), { http_code: response.status });
    };
    return assetSchema.parse(await callCloudinary(upload, 1));
  }

  /**
   * Deletes a file with its renditions, and files of other resource types uploaded under its public id. Returns how
   * many there were.
   */
  async remove(publicId: string, resourceTypes: readonly ResourceType[] = RESOURCE_TYPES): Promise<number> {
    const { uploader } = await loadSdk();
    const options = { ...sdkOptions(this.account), type: DELIVERY_TYPE, invalidate: true };
    const destroy = (type: ResourceType): Promise<unknown> =>
      uploader.destroy(publicId, { ...options, resource_type: type }) as Promise<unknown>;
    const responses = await Promise.all(resourceTypes.map((type) => callCloudinary(() => destroy(type))));
    return responses.filter((response) => (response as { result?: unknown } | null)?.result === 'ok').length;
  }

  /**
   * Gives a file another public id, so that all its URLs end, those in caches within minutes. Not rate-limited.
   * Returns false when there is no file under the present one.
   */
  async rename({ publicId, fileType }: FileReference, newPublicId: string): Promise<boolean> {
    const { uploader } = await loadSdk();
    const options = {
      ...sdkOptions(this.account),
      resource_type: fileType,
      type: DELIVERY_TYPE,
      invalidate: true,
    };
    const renamed = await callCloudinary(
      () => uploader.rename(publicId, newPublicId, options) as Promise<unknown>,
    );
    return renamed !== null;
  }

  /** What the account has used of its plan. Costs one call of the rate-limited Admin API. */
  async usage(): Promise<ReportedUsage> {
    const { api } = await loadSdk();
    const reported = await callCloudinary(() => api.usage(sdkOptions(this.account)) as Promise<unknown>);
    const { last_updated, transformations, storage, bandwidth } = usageSchema.parse(reported);
    return {
      reportedOn: last_updated.slice(0, 10),
      transformations: transformations.usage,
      storedBytes: storage.usage,
      deliveredBytes: bandwidth.usage,
    };
  }

  /**
   * Yields all files whose public id starts with `prefix`, in pages of 500. Each page costs one call to the
   * rate-limited Admin API.
   *
   * @param deliveryType another than ours, to find files that should not be there
   */
  async *list(
    resourceType: ResourceType,
    prefix: string,
    deliveryType: string = DELIVERY_TYPE,
  ): AsyncGenerator<Asset[]> {
    const { api } = await loadSdk();
    const options = {
      ...sdkOptions(this.account),
      resource_type: resourceType,
      type: deliveryType,
      prefix,
      max_results: 500,
    };
    let cursor: string | undefined;
    do {
      const page = await callCloudinary(
        () =>
          api.resources({
            ...options,
            ...(cursor !== undefined && { next_cursor: cursor }),
          }) as Promise<unknown>,
      );
      const { resources, next_cursor } = pageSchema.parse(page ?? { resources: [] });
      yield resources;
      cursor = next_cursor;
    } while (cursor !== undefined);
  }
}

const pageSchema = z.object({ resources: z.array(assetSchema), next_cursor: z.string().optional() });

/** What Cloudinary counted: storage as it is, the rest for the last 30 days. */
interface ReportedUsage {
  /** The day up to which it counted, as an ISO date. */
  reportedOn: string;
  transformations: number;
  storedBytes: number;
  deliveredBytes: number;
}

const measureSchema = z.object({ usage: z.number().nonnegative().transform(Math.round) });

/** https://cloudinary.com/documentation/admin_api#get_product_environment_usage_details */
const usageSchema = z.object({
  last_updated: z.string().regex(/^\d{4}-\d\d-\d\d/),
  transformations: measureSchema,
  storage: measureSchema,
  bandwidth: measureSchema,
});

let instance: Cloudinary | undefined;

/** The configured account's client, shared by this instance. @throws DomainError `not-ready` without an account. */
export function cloudinary(): Cloudinary {
  if (!isCloudinaryConfigured()) {
    throw new DomainError('not-ready', 'Media are not available: no Cloudinary account is configured.');
  }
  return (instance ??= new Cloudinary(cloudinaryUrl.value().trim()));
}
