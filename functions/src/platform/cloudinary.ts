import { createHash, timingSafeEqual } from 'node:crypto';
import type * as cloudinarySdk from 'cloudinary';
import { z } from 'zod';
import { cloudinaryUrl } from './config.ts';
import { DomainError } from './errors.ts';

type Sdk = (typeof cloudinarySdk)['v2'];

export type FileType = 'image' | 'video';

/**
 * How Cloudinary delivers a file: of a `private` one everybody who knows the URL gets the renditions, of an
 * `authenticated` one only who has a signed URL. The original needs a signed URL in both cases.
 */
export type Delivery = 'private' | 'authenticated';

/**
 * Cloudinary keeps the files of each of these apart, even under the same public id. Which of them an upload is
 * stays out of its signature: the address says so that it is posted to.
 */
export const RESOURCE_TYPES = ['image', 'video', 'raw'] as const;

export type ResourceType = (typeof RESOURCE_TYPES)[number];

/** A file in Cloudinary. */
export interface FileReference {
  publicId: string;
  fileType: FileType;
  delivery: Delivery;
}

/** What Cloudinary says of a file that it has. */
export const assetSchema = z.object({
  public_id: z.string(),
  version: z.coerce.number().int(),
  resource_type: z.enum(RESOURCE_TYPES),
  type: z.string(),
  format: z.string().optional(),
  bytes: z.number().int(),
  width: z.number().int().optional(),
  height: z.number().int().optional(),
  duration: z.number().optional(),
  etag: z.string().optional(),
  moderation: z.array(z.object({ status: z.string(), kind: z.string().optional() })).optional(),
});

export type Asset = z.infer<typeof assetSchema>;

/** How old a notification may be, in seconds: as the SDK has it. */
const NOTIFICATION_SECONDS = 7200;

/** How far clocks may differ, in seconds. */
const CLOCK_SECONDS = 300;

const TIMEOUT_MS = 20_000;

/** An account, as `CLOUDINARY_URL` names it. */
interface Account {
  cloudName: string;
  apiKey: string;
  apiSecret: string;
  /** Where files are uploaded and managed. */
  uploadPrefix: string;
  /** Where files are delivered, up to the cloud's name. */
  deliveryPrefix: string;
  /** Where Cloudinary reports to, when it is not the deployed function. */
  notificationUrl: string | null;
  /** The kind of moderation that every upload goes through, such as `aws_rek`; null for none. */
  moderation: string | null;
  signatureAlgorithm: 'sha1' | 'sha256';
}

/** One account of Cloudinary. What cannot be reached throws a `DomainError` that says so. */
export class Cloudinary {
  readonly account: Account;
  #sdk: Promise<Sdk> | undefined;

  /** @param url `cloudinary://KEY:SECRET@CLOUD`, and in its query whatever of {@link Account} is special. */
  constructor(url: string) {
    this.account = parseAccount(url);
  }

  /** Where an app posts a file of this type to. */
  uploadUrl(fileType: FileType): string {
    return `${this.account.uploadPrefix}/v1_1/${this.account.cloudName}/${fileType}/upload`;
  }

  /** Adds the key and the signature to the fields of an upload. */
  async signed(fields: Record<string, string>): Promise<Record<string, string>> {
    const { apiKey, apiSecret, signatureAlgorithm } = this.account;
    const { utils } = await this.#load();
    // The types lack the algorithm.
    const sign = utils.api_sign_request as (fields: object, secret: string, algorithm: string) => string;
    return { ...fields, api_key: apiKey, signature: sign(fields, apiSecret, signatureAlgorithm) };
  }

  /** Whether Cloudinary sent this notification, and lately. */
  async isNotification(body: string, timestamp: string, signature: string, now: Date): Promise<boolean> {
    if (body === '' || !/^\d{1,12}$/.test(timestamp)) return false;
    const age = now.getTime() / 1000 - Number(timestamp);
    if (age > NOTIFICATION_SECONDS || age < -CLOCK_SECONDS) return false;
    const { utils } = await this.#load();
    const expected = utils.webhook_signature(body, Number(timestamp), {
      api_secret: this.account.apiSecret,
      signature_algorithm: this.account.signatureAlgorithm,
    });
    return isSame(expected, signature);
  }

  /** Whether Cloudinary answered an upload with this version and signature. */
  async isUploadAnswer(publicId: string, version: number, signature: string): Promise<boolean> {
    const { utils } = await this.#load();
    // Answers are signed in the first version of the algorithm. The types lack both parameters.
    const sign = utils.api_sign_request as (
      fields: object,
      secret: string,
      algorithm: string,
      signatureVersion: number,
    ) => string;
    const { apiSecret, signatureAlgorithm } = this.account;
    return isSame(sign({ public_id: publicId, version }, apiSecret, signatureAlgorithm, 1), signature);
  }

  /**
   * What Cloudinary has under this public id; null when there is nothing. The call is not rate-limited, unless
   * there is a moderation: only the Admin API tells what became of that.
   */
  async find({ publicId, fileType, delivery }: FileReference): Promise<Asset | null> {
    const { api, uploader } = await this.#load();
    const options = { ...this.#options(), resource_type: fileType, type: delivery };
    const found = await answered(() =>
      this.account.moderation === null
        ? (uploader.explicit(publicId, options) as Promise<unknown>)
        : (api.resource(publicId, options) as Promise<unknown>),
    );
    return found === null ? null : assetSchema.parse(found);
  }

  /** Uploads bytes with signed fields. @throws DomainError `bad-input` when Cloudinary refuses the file. */
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
      if (response.status === 400) throw new DomainError('bad-input', 'the media store refuses this file');
      throw Object.assign(new Error('the upload failed'), { http_code: response.status });
    };
    return assetSchema.parse(await answered(upload, 1));
  }

  /**
   * Removes a file with all its renditions, and whatever else was uploaded under its public id; nothing happens
   * when there is none.
   */
  async remove(
    { publicId, delivery }: Pick<FileReference, 'publicId' | 'delivery'>,
    resourceTypes: readonly ResourceType[] = RESOURCE_TYPES,
  ): Promise<void> {
    const { uploader } = await this.#load();
    const options = { ...this.#options(), type: delivery, invalidate: true };
    await Promise.all(
      resourceTypes.map((type) =>
        answered(() => uploader.destroy(publicId, { ...options, resource_type: type }) as Promise<unknown>),
      ),
    );
  }

  /** A URL of the original that works for a few minutes. */
  async downloadUrl(file: FileReference, format: string): Promise<string> {
    const { utils } = await this.#load();
    return utils.private_download_url(file.publicId, format, {
      ...this.#options(),
      resource_type: file.fileType,
      type: file.delivery,
      expires_at: Math.floor(Date.now() / 1000) + 600,
    });
  }

  /** All files whose public ids begin so, by pages of 500. Each page is a call of the rate-limited Admin API. */
  async *list(resourceType: ResourceType, delivery: Delivery, prefix: string): AsyncGenerator<Asset[]> {
    const { api } = await this.#load();
    let cursor: string | undefined;
    do {
      const page = await answered(
        () =>
          api.resources({
            ...this.#options(),
            resource_type: resourceType,
            type: delivery,
            prefix,
            max_results: 500,
            ...(cursor !== undefined && { next_cursor: cursor }),
          }) as Promise<unknown>,
      );
      const { resources, next_cursor } = pageSchema.parse(page ?? { resources: [] });
      yield resources;
      cursor = next_cursor;
    } while (cursor !== undefined);
  }

  /** The part of a delivery URL that shows we made it: https://cloudinary.com/documentation/delivery_url_signatures */
  deliverySignature(path: string): string {
    const { apiSecret, signatureAlgorithm } = this.account;
    const digest = createHash(signatureAlgorithm)
      .update(path + apiSecret)
      .digest('base64url');
    return `s--${digest.slice(0, 8)}--`;
  }

  #options(): Record<string, string | number> {
    const { cloudName, apiKey, apiSecret, uploadPrefix, signatureAlgorithm } = this.account;
    return {
      cloud_name: cloudName,
      api_key: apiKey,
      api_secret: apiSecret,
      upload_prefix: uploadPrefix,
      signature_algorithm: signatureAlgorithm,
      timeout: TIMEOUT_MS,
    };
  }

  #load(): Promise<Sdk> {
    return (this.#sdk ??= import('cloudinary').then(({ v2 }) => v2));
  }
}

const pageSchema = z.object({ resources: z.array(assetSchema), next_cursor: z.string().optional() });

let instance: Cloudinary | undefined;

/** Whether there is an account. */
export function isSetUp(): boolean {
  return !['', 'none'].includes(cloudinaryUrl.value().trim());
}

/** This instance's account. @throws DomainError `not-ready` when there is none. */
export function cloudinary(): Cloudinary {
  if (!isSetUp()) {
    throw new DomainError('not-ready', 'media are not set up: there is no Cloudinary account');
  }
  return (instance ??= new Cloudinary(cloudinaryUrl.value().trim()));
}

function parseAccount(text: string): Account {
  if (!/^cloudinary:\/\/[^:@/]+:[^:@/]+@[^/?]+/.test(text)) {
    // The text itself holds a secret.
    throw new Error('CLOUDINARY_URL is no account: cloudinary://KEY:SECRET@CLOUD is expected');
  }
  const url = new URL(text);
  const special = (name: string): string | null => url.searchParams.get(name);
  return {
    cloudName: url.hostname,
    apiKey: decodeURIComponent(url.username),
    apiSecret: decodeURIComponent(url.password),
    uploadPrefix: special('upload_prefix') ?? 'https://api.cloudinary.com',
    deliveryPrefix: special('delivery_prefix') ?? 'https://res.cloudinary.com',
    notificationUrl: special('notification_url'),
    moderation: special('moderation'),
    signatureAlgorithm: special('signature_algorithm') === 'sha256' ? 'sha256' : 'sha1',
  };
}

/**
 * What Cloudinary answers, or null when it says that there is no such file. A call that ended without an answer
 * is made once more: a connection kept open for the next call may be closed by the other side at that moment,
 * https://www.rfc-editor.org/rfc/rfc9112#section-9.3.1. One that must not come twice has a single attempt.
 */
async function answered(call: () => Promise<unknown>, attempts = 2): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof DomainError) throw error;
    const { http_code: code } = failureSchema.parse(error);
    if (code === 404) return null;
    if (code === undefined && attempts > 1) return answered(call, attempts - 1);
    // What the SDK rejects with may hold the request, so only the code goes on.
    if (code === undefined || code === 420 || code === 429 || code >= 499) {
      throw new DomainError('unreachable', 'the media store cannot be reached: try again');
    }
    throw new Error(`Cloudinary refuses with status ${String(code)}`);
  }
}

/** The SDK rejects with an error, with what Cloudinary said, or with a map of either. */
const failureSchema = z.preprocess(
  (error) => (error as { error?: unknown } | null)?.error ?? error,
  z.object({ http_code: z.number().optional() }).catch({}),
);

function isSame(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}
