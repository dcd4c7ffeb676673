import { cloudinaryUrl, erasureKey } from '../../functions/src/platform/config.ts';
import type { JobDefinition } from '../../functions/src/platform/job.ts';

/** Settings of media jobs that a deployment always has, and a shell seldom, with what stands for none. */
const MEDIA_SETTINGS = { CLOUDINARY_URL: 'none', MEDIA_BACKUP_BUCKET: '' };

/** Those of jobs that erase people, besides: there is always a key. */
const ERASURE_SETTINGS = { ...MEDIA_SETTINGS, UPSTASH_REDIS_REST_URL: '', ERASURE_KEY: '…' };

/**
 * Why a job cannot run from this shell, in a sentence; null if it can. Without its settings a job would take a store for
 * one that does not exist, and report success.
 */
export function missingSettings(
  { name, options }: Pick<JobDefinition, 'name' | 'options'>,
  environment = process.env,
): string | null {
  const secrets = options.secrets ?? [];
  if (!secrets.includes(cloudinaryUrl)) return null;
  const needed = secrets.includes(erasureKey) ? ERASURE_SETTINGS : MEDIA_SETTINGS;
  const missing = Object.entries(needed).filter(
    ([setting, none]) =>
      environment[setting] === undefined || (none !== '' && environment[setting].trim() === ''),
  );
  if (missing.length === 0) return null;
  const names = missing.map(([setting]) => setting).join(' and ');
  const values = missing.map(([setting, none]) => `${setting}=${none}`).join(' ');
  return `${name} needs ${names}: set what the functions use, or "${values}" if they use none.`;
}
