import { defineBoolean, defineSecret, defineString } from 'firebase-functions/params';

/** Connection string of the Postgres database, pooled or not. */
export const databaseUrl = defineSecret('DATABASE_URL');

/** The Firestore database whose documents are synchronised. */
export const firestoreDatabase = defineString('FIRESTORE_DATABASE', {
  default: '(default)',
  description: 'Id of the Firestore database to synchronise',
});

/** Where the functions run: the region of the Firestore database, or the one nearest to it. */
export const functionsRegion = defineString('FUNCTIONS_REGION', {
  default: 'us-central1',
  description: 'Region to run in, the same as Firestore (europe-west1 for eur3, us-central1 for nam5)',
});

/** Topic between the triggers and the writer. */
export const CHANGES_TOPIC = 'document-changes';

/** Where alerts are posted as JSON with a `text`, as Slack and Google Chat take it; empty for nowhere. */
export const alertWebhookUrl = defineString('ALERT_WEBHOOK_URL', {
  default: '',
  description: 'URL that alerts are posted to (a Slack or Google Chat webhook); empty for log entries only',
});

/** The REST address of an Upstash Redis database; empty for none, and everything is answered without. */
export const redisUrl = defineString('UPSTASH_REDIS_REST_URL', {
  default: '',
  description: 'REST URL of an Upstash Redis database, for the cache and the rate limits; empty for none',
});

/** The token of that database. Without a database any text will do: a secret has to exist on deploying. */
export const redisToken = defineSecret('UPSTASH_REDIS_REST_TOKEN');

/** What computes the meaning of texts: a model of Vertex AI, or the packaged one when this is empty. */
export const embeddingModel = defineString('EMBEDDING_MODEL', {
  default: '',
  description: 'Text embedding model of Vertex AI (such as text-embedding-005); empty for the packaged one',
});

/**
 * `cloudinary://KEY:SECRET@CLOUD`, as Cloudinary's console shows it, or `none`: a secret has to exist on
 * deploying. The SDK reads the variable of this name by itself, too. See cloudinary.ts for what may follow.
 */
export const cloudinaryUrl = defineSecret('CLOUDINARY_URL');

/** The Cloud Storage bucket that uploaded files are copied to; empty for no copies. */
export const backupBucket = defineString('MEDIA_BACKUP_BUCKET', {
  default: '',
  description:
    'Cloud Storage bucket that uploaded media are copied to (PROJECT.firebasestorage.app); empty for no copies',
});

/** Whether media that nothing has used for 30 days are removed at night; they are listed either way. */
export const removesUnused = defineBoolean('MEDIA_REMOVE_UNUSED', {
  default: false,
  description: 'Remove uploaded media that nothing has used for 30 days',
});

/** Topic of the media that are to be copied to the backup bucket. */
export const BACKUPS_TOPIC = 'media-backups';
