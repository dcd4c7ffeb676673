import { cloudinaryUrl } from '../../functions/src/platform/config.ts';
import type { JobDefinition } from '../../functions/src/platform/job.ts';

/** Settings of media jobs that a deployment always has, and a shell seldom. */
const MEDIA_SETTINGS = ['CLOUDINARY_URL', 'MEDIA_BACKUP_BUCKET'];

/**
 * Why a job cannot run from this shell, in a sentence; null if it can. Without its settings a media job would take the
 * suite for one without media and report success.
 */
export function missingSettings({ name, options }: JobDefinition, environment = process.env): string | null {
  const needsMedia = options.secrets?.includes(cloudinaryUrl) ?? false;
  const missing = MEDIA_SETTINGS.filter(
    (setting) =>
      environment[setting] === undefined ||
      (setting === 'CLOUDINARY_URL' && environment[setting].trim() === ''),
  );
  if (!needsMedia || missing.length === 0) return null;
  const none = { CLOUDINARY_URL: 'CLOUDINARY_URL=none', MEDIA_BACKUP_BUCKET: 'MEDIA_BACKUP_BUCKET=' };
  const values = missing.map((setting) => none[setting as keyof typeof none]).join(' ');
  return `${name} needs ${missing.join(' and ')}: set what the functions use, or "${values}" if they use none.`;
}
