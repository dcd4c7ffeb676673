import { defineBoolean, defineInt, defineList, defineSecret, defineString } from 'firebase-functions/params';

/** Connection string of the Postgres database, pooled or not. */
export const databaseUrl = defineSecret('DATABASE_URL');

/** The Firestore database to synchronise. */
export const firestoreDatabase = defineString('FIRESTORE_DATABASE', {
  default: '(default)',
  description: 'Id of the Firestore database to synchronise',
});

/** A parameter has a value that cannot be used: nothing that depends on it can be done until an operator corrects it. */
export class UnusableParameter extends Error {
  override readonly name = 'UnusableParameter';
}

/** Time zone of the campus, in which dates without a time are whole days. */
export const campusTimeZone = defineString('CAMPUS_TIME_ZONE', {
  default: 'Etc/UTC',
  description: 'Time zone of the campus, such as Europe/Madrid: dates without a time are its days',
});

/** What others see of people who have not chosen: some of `search`, `matching`, `forecast`, `attendance`, or `none`. */
export const defaultVisibility = defineString('DEFAULT_VISIBILITY', {
  default: 'search,matching,forecast,attendance',
  description:
    'What others see of people who have not chosen: some of search, matching, forecast, attendance; or none',
});

/** Whether only genuine copies of the app may call, as App Check attests. */
export const requireAppCheck = defineBoolean('REQUIRE_APP_CHECK', {
  default: false,
  description: 'Refuse calls without a valid App Check token',
});

/** Origins of the web apps whose pages may call, which browsers enforce. */
export const allowedOrigins = defineList('ALLOWED_ORIGINS', {
  default: ['*'],
  description: 'Origins whose pages may call, such as ["https://talent.campus.example"]; ["*"] for any',
});

/** How many proxies of the project's own stand in front of the functions: each adds an entry to X-Forwarded-For. */
export const trustedProxies = defineInt('TRUSTED_PROXIES', {
  default: 0,
  description: "How many of the project's own proxies, such as a load balancer, calls pass; 0 for none",
});

/** Fifty a second, about what one instance can compute. */
export const DEFAULT_CALLS_PER_ADDRESS = 3000;

/** How many calls of members one address may make in a minute, of each callable and to each instance. */
export const callsPerAddress = defineInt('CALLS_PER_ADDRESS', {
  default: DEFAULT_CALLS_PER_ADDRESS,
  description:
    'Calls a minute from one address, which a whole campus may share, to each instance of a callable',
});

/** What a person may create on a day, unless parameters say otherwise. */
const PER_DAY = { posts: 50, events: 50, positions: 50, connections: 100, newSkills: 20 };

const postsPerDay = defineInt('POSTS_PER_DAY', {
  default: PER_DAY.posts,
  description: 'Posts that a person may create on a day',
});
const eventsPerDay = defineInt('EVENTS_PER_DAY', {
  default: PER_DAY.events,
  description: 'Events that a person may create on a day',
});
const positionsPerDay = defineInt('POSITIONS_PER_DAY', {
  default: PER_DAY.positions,
  description: 'Positions that a person may add on a day',
});
const connectionsPerDay = defineInt('CONNECTIONS_PER_DAY', {
  default: PER_DAY.connections,
  description: 'Connections that a person may ask for on a day',
});

const newSkillsPerDay = defineInt('NEW_SKILLS_PER_DAY', {
  default: PER_DAY.newSkills,
  description: 'Skills that nobody has named before which a person may bring on a day; the others wait',
});

/** What a person may create on a day. A parameter without a value is 0. */
export const dailyLimits = {
  posts: (): number => postsPerDay.value() || PER_DAY.posts,
  events: (): number => eventsPerDay.value() || PER_DAY.events,
  positions: (): number => positionsPerDay.value() || PER_DAY.positions,
  connections: (): number => connectionsPerDay.value() || PER_DAY.connections,
  newSkills: (): number => newSkillsPerDay.value() || PER_DAY.newSkills,
};

/**
 * Key of the hashes by which the suite knows whom it must not bring back: 32 random bytes, as base64. Lost or replaced, it
 * makes the ledger of erasures worthless.
 */
export const erasureKey = defineSecret('ERASURE_KEY');

/** Days of grace, unless the parameter says otherwise. */
export const DEFAULT_GRACE_DAYS = 30;

const erasureGraceDays = defineInt('ERASURE_GRACE_DAYS', {
  default: DEFAULT_GRACE_DAYS,
  description: 'Days in which people who delete their account are hidden, and can change their mind',
});

/** Days in which people who delete their account can change their mind. A parameter without a value is 0. */
export const graceDays = (): number => erasureGraceDays.value() || DEFAULT_GRACE_DAYS;

/** Topic that carries changes from the triggers to the writer. */
export const CHANGES_TOPIC = 'document-changes';

/**
 * URL that alerts are posted to, as JSON with a `text`, which Slack and Google Chat accept. A secret: anyone who has it
 * can post there. `none` for log entries only, since a deployment requires the secret to exist.
 */
export const alertWebhookUrl = defineSecret('ALERT_WEBHOOK_URL');

/** REST URL of an Upstash Redis database; empty for none: nothing is cached then, and calls are counted in Postgres. */
export const redisUrl = defineString('UPSTASH_REDIS_REST_URL', {
  default: '',
  description: 'REST URL of an Upstash Redis database, for the cache and the rate limits; empty for none',
});

/** Token of that database. A deployment requires the secret to exist: without a database, set it to any text. */
export const redisToken = defineSecret('UPSTASH_REDIS_REST_TOKEN');

/** The text embedding model: one of Vertex AI, or the packaged one when this is empty. */
export const embeddingModel = defineString('EMBEDDING_MODEL', {
  default: '',
  description: 'Text embedding model of Vertex AI (such as text-embedding-005); empty for the packaged one',
});

/**
 * `cloudinary://KEY:SECRET@CLOUD`, as Cloudinary's console shows it, or `none`, since a deployment requires the
 * secret to exist. The SDK also reads the variable of this name by itself. See cloudinary.ts for its query parameters.
 */
export const cloudinaryUrl = defineSecret('CLOUDINARY_URL');

/** Cloud Storage bucket that uploaded media are copied to; empty for no copies. */
export const backupBucket = defineString('MEDIA_BACKUP_BUCKET', {
  default: '',
  description:
    'Cloud Storage bucket that uploaded media are copied to (PROJECT.firebasestorage.app); empty for no copies',
});

/** Whether media unused for 30 days are removed at night; they are listed either way. */
export const removesUnused = defineBoolean('MEDIA_REMOVE_UNUSED', {
  default: false,
  description: 'Remove uploaded media that nothing has used for 30 days',
});

/** Credits of Cloudinary's free plan for 30 days. */
export const FREE_PLAN_CREDITS = 25;

/** Credits of the Cloudinary plan, which uploads, storage and views share: uploads stop before they are used up. */
export const monthlyCredits = defineInt('MEDIA_MONTHLY_CREDITS', {
  default: FREE_PLAN_CREDITS,
  description: "Credits of your Cloudinary plan for 30 days; the free plan's are 25",
});

/** Topic that carries the ids of people whose cards may have to change, with no document of theirs changing. */
export const CARDS_TOPIC = 'card-requests';

/** Topic that carries who has created all that they may on a day. */
export const DAILY_LIMITS_TOPIC = 'daily-limits';

/** Topic that carries the ids of media to copy to the backup bucket. */
export const BACKUPS_TOPIC = 'media-backups';
