import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { v2 as sdk } from 'cloudinary';
import type { StoredFile } from './fileStore.ts';
import { HttpError } from './httpError.ts';

const CLOUD_NAME = 'demo-campus';

/** How long a signature is accepted after its timestamp, in seconds. */
const SIGNATURE_SECONDS = 3600;

/** Fields that the signature does not cover. */
const UNSIGNED_FIELDS = new Set(['signature', 'api_key', 'cloud_name', 'resource_type']);

/** The account's random key and secret, with everything that is signed with them, by the SDK's own functions. */
export class Credentials {
  readonly apiKey = randomBytes(6).toString('hex');
  readonly #secret = randomBytes(12).toString('hex');

  /** The value of `CLOUDINARY_URL`. @param options query parameters such as `notification_url` */
  accountUrl(options: Record<string, string>): string {
    const query = new URLSearchParams(options).toString();
    return `cloudinary://${this.apiKey}:${this.#secret}@${CLOUD_NAME}?${query}`;
  }

  sdkConfig(): { cloud_name: string; api_key: string; api_secret: string } {
    return { cloud_name: CLOUD_NAME, api_key: this.apiKey, api_secret: this.#secret };
  }

  /** The headers of a signed notification. @param timestamp in seconds since 1970 */
  notificationHeaders(body: string, timestamp: number): Record<string, string> {
    return {
      'content-type': 'application/json',
      'x-cld-timestamp': String(timestamp),
      'x-cld-signature': sdk.utils.webhook_signature(body, timestamp, this.sdkConfig()),
    };
  }

  signResponse(publicId: string, version: number): string {
    // Responses use signature version 1. The SDK's types omit the last two parameters.
    const sign = sdk.utils.api_sign_request as (
      fields: object,
      secret: string,
      algorithm: null,
      signatureVersion: number,
    ) => string;
    return sign({ public_id: publicId, version }, this.#secret, null, 1);
  }

  /** The signed URL of an original. */
  signedUrl(baseUrl: string, { publicId, fileType, delivery, version, metadata }: StoredFile): string {
    const url = sdk.url(publicId, {
      ...this.sdkConfig(),
      resource_type: fileType,
      type: delivery,
      version,
      format: metadata.format,
      sign_url: delivery !== 'upload',
      secure: true,
      urlAnalytics: false,
    });
    return url.replace('https://res.cloudinary.com', baseUrl);
  }

  /** Returns the signed fields. @throws HttpError when the signature is wrong or has expired */
  verifyFields(received: Record<string, string>): Record<string, string> {
    const { signature, api_key: apiKey } = received;
    const fields = Object.fromEntries(
      Object.entries(received).filter(([name]) => !UNSIGNED_FIELDS.has(name)),
    );
    if (apiKey !== this.apiKey) throw new HttpError(401, 'Unknown API key');
    const expected = sdk.utils.api_sign_request(fields, this.#secret);
    if (signature !== expected) throw new HttpError(401, `Invalid Signature ${String(signature)}`);
    const now = Date.now() / 1000;
    if (Number(fields['timestamp']) < now - SIGNATURE_SECONDS) {
      throw new HttpError(400, 'Stale request - reported time is more than 1 hour ago');
    }
    if (Number(fields['expires_at'] ?? Infinity) < now) throw new HttpError(401, 'Expired');
    return fields;
  }

  /** Checks the basic authentication of the Admin API. @throws HttpError */
  authorise(request: IncomingMessage): void {
    const expected = `Basic ${Buffer.from(`${this.apiKey}:${this.#secret}`).toString('base64')}`;
    if (request.headers.authorization !== expected) throw new HttpError(401, 'Invalid credentials');
  }
}
