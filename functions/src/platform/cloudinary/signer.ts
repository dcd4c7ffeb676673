import { createHash, timingSafeEqual } from 'node:crypto';
import type { CloudinaryAccount } from './account.ts';
import { DELIVERY_TYPE, type FileReference } from './asset.ts';
import { loadSdk, sdkOptions } from './sdk.ts';

/** Maximum age of a notification, in seconds; the SDK's own default. */
const MAX_NOTIFICATION_AGE_SECONDS = 7200;

/** Tolerated clock difference with Cloudinary, in seconds. */
const CLOCK_SKEW_SECONDS = 300;

/** Validity of a download URL, in seconds. */
const DOWNLOAD_URL_SECONDS = 600;

/** Creates and checks signatures made with an account's secret. */
export class CloudinarySigner {
  readonly #account: CloudinaryAccount;

  constructor(account: CloudinaryAccount) {
    this.#account = account;
  }

  /** Adds the API key and the signature to the form fields of an upload. */
  async signUpload(fields: Record<string, string>): Promise<Record<string, string>> {
    const { apiKey, apiSecret, signatureAlgorithm } = this.#account;
    const { utils } = await loadSdk();
    // The SDK's types omit the algorithm.
    const sign = utils.api_sign_request as (fields: object, secret: string, algorithm: string) => string;
    return { ...fields, api_key: apiKey, signature: sign(fields, apiSecret, signatureAlgorithm) };
  }

  /** Whether Cloudinary signed this notification within the last two hours. */
  async isGenuineNotification(
    body: string,
    timestamp: string,
    signature: string,
    now: Date,
  ): Promise<boolean> {
    if (body === '' || !/^\d{1,12}$/.test(timestamp)) return false;
    const ageSeconds = now.getTime() / 1000 - Number(timestamp);
    if (ageSeconds > MAX_NOTIFICATION_AGE_SECONDS || ageSeconds < -CLOCK_SKEW_SECONDS) return false;
    const { utils } = await loadSdk();
    const expected = utils.webhook_signature(body, Number(timestamp), {
      api_secret: this.#account.apiSecret,
      signature_algorithm: this.#account.signatureAlgorithm,
    });
    return isEqual(expected, signature);
  }

  /** Whether this version and signature come from Cloudinary's response to an upload of the file. */
  async isGenuineUploadResponse(publicId: string, version: number, signature: string): Promise<boolean> {
    const { utils } = await loadSdk();
    // Responses use signature version 1. The SDK's types omit the last two parameters.
    const sign = utils.api_sign_request as (
      fields: object,
      secret: string,
      algorithm: string,
      signatureVersion: number,
    ) => string;
    const { apiSecret, signatureAlgorithm } = this.#account;
    return isEqual(sign({ public_id: publicId, version }, apiSecret, signatureAlgorithm, 1), signature);
  }

  /** A URL of the original, valid for ten minutes. */
  async downloadUrl(file: FileReference, format: string): Promise<string> {
    const { utils } = await loadSdk();
    return utils.private_download_url(file.publicId, format, {
      ...sdkOptions(this.#account),
      resource_type: file.fileType,
      type: DELIVERY_TYPE,
      expires_at: Math.floor(Date.now() / 1000) + DOWNLOAD_URL_SECONDS,
    });
  }

  /**
   * The signature component of a delivery URL: https://cloudinary.com/documentation/delivery_url_signatures.
   *
   * @param path the URL's transformation and public id, as in `w_400,c_fill/profiles/ID.jpg`; its version and file type
   *   are not signed
   */
  deliverySignature(path: string): string {
    const { apiSecret, signatureAlgorithm } = this.#account;
    const digest = createHash(signatureAlgorithm)
      .update(path + apiSecret)
      .digest('base64url');
    return `s--${digest.slice(0, 8)}--`;
  }
}

function isEqual(expected: string, actual: string): boolean {
  const [expectedBytes, actualBytes] = [Buffer.from(expected), Buffer.from(actual)];
  return expectedBytes.length === actualBytes.length && timingSafeEqual(expectedBytes, actualBytes);
}
