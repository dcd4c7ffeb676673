import type * as cloudinarySdk from 'cloudinary';
import type { CloudinaryAccount } from './account.ts';

type Sdk = (typeof cloudinarySdk)['v2'];

const TIMEOUT_MS = 20_000;

let sdk: Promise<Sdk> | undefined;

/** Loads Cloudinary's SDK on first use, so that functions without media start faster. */
export function loadSdk(): Promise<Sdk> {
  return (sdk ??= import('cloudinary').then(({ v2 }) => v2));
}

/** Options that make a single SDK call use this account; the SDK's global configuration stays unused. */
export function sdkOptions(account: CloudinaryAccount): Record<string, string | number> {
  return {
    cloud_name: account.cloudName,
    api_key: account.apiKey,
    api_secret: account.apiSecret,
    upload_prefix: account.uploadPrefix,
    signature_algorithm: account.signatureAlgorithm,
    timeout: TIMEOUT_MS,
  };
}
