/** What the functions always have, and a shell seldom: without one, a store would be taken for one that does not exist. */
const SETTINGS = [
  'ERASURE_KEY',
  'CLOUDINARY_URL',
  'MEDIA_BACKUP_BUCKET',
  'UPSTASH_REDIS_REST_URL',
  'UPSTASH_REDIS_REST_TOKEN',
];

/** @throws Error that names the settings of stores that are missing */
export function requireSettings(environment = process.env): void {
  const missing = SETTINGS.filter((name) => environment[name] === undefined);
  if (missing.length === 0) return;
  throw new Error(
    `Set ${missing.join(', ')} to what the functions use, or to an empty text where they use none: otherwise what a store keeps of the person would remain.`,
  );
}
