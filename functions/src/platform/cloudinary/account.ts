import { cloudinaryUrl } from '../config.ts';
import { problemOfUrl } from '../thisMachine.ts';

/** A Cloudinary account, as described by `CLOUDINARY_URL`. */
export interface CloudinaryAccount {
  cloudName: string;
  apiKey: string;
  apiSecret: string;
  /** Base URL of the upload and Admin APIs. */
  uploadPrefix: string;
  /** Base URL of delivery, without the cloud name. */
  deliveryPrefix: string;
  /** Overrides the deployed function as the target of notifications. */
  notificationUrl: string | null;
  /** The moderation applied to every upload, such as `aws_rek`; null for none. */
  moderation: string | null;
  signatureAlgorithm: 'sha1' | 'sha256';
}

/** Whether an account is configured: `CLOUDINARY_URL` is neither empty nor `none`. */
export function isCloudinaryConfigured(): boolean {
  return !['', 'none'].includes(cloudinaryUrl.value().trim());
}

/**
 * Parses `cloudinary://KEY:SECRET@CLOUD`. The query may set `upload_prefix`, `delivery_prefix`,
 * `notification_url`, `moderation` and `signature_algorithm`.
 *
 * @throws Error for anything else, without quoting the URL: it holds a secret.
 */
export function parseAccount(accountUrl: string): CloudinaryAccount {
  if (!/^cloudinary:\/\/[^:@/]+:[^:@/]+@[^/?]+/.test(accountUrl)) {
    throw new Error('CLOUDINARY_URL is invalid: set it to cloudinary://KEY:SECRET@CLOUD');
  }
  const url = new URL(accountUrl);
  const option = (name: string): string | null => url.searchParams.get(name);
  for (const name of ['upload_prefix', 'delivery_prefix', 'notification_url']) {
    const value = option(name);
    const problem = value === null ? null : problemOfUrl(value, `${name} in CLOUDINARY_URL`);
    if (problem !== null) throw new Error(problem);
  }
  return {
    cloudName: url.hostname,
    apiKey: decodeURIComponent(url.username),
    apiSecret: decodeURIComponent(url.password),
    uploadPrefix: option('upload_prefix') ?? 'https://api.cloudinary.com',
    deliveryPrefix: option('delivery_prefix') ?? 'https://res.cloudinary.com',
    notificationUrl: option('notification_url'),
    moderation: option('moderation'),
    signatureAlgorithm: option('signature_algorithm') === 'sha256' ? 'sha256' : 'sha1',
  };
}
