import type { HistoryHolding } from './holding.ts';

/** Where erased data goes on existing for a while, out of the suite's reach; terms are those of the providers' defaults. */
export const HISTORY: HistoryHolding[] = [
  {
    place: 'Neon: history for restoring to a point in time, with its write-ahead log',
    holds: 'every row as it was',
    term: '6 hours on the free plan; otherwise 1 day by default, at most 7 (Launch) or 30 (Scale)',
    note: 'set under Settings, Instant restore; after restoring, replay the ledger of erasures before the functions start',
  },
  {
    place: 'Neon: snapshots and branches',
    holds: 'every row as it was',
    term: 'until they are deleted, or their own expiry',
    note: 'give each an expiry of 30 days at most; nothing of the suite makes any',
  },
  {
    place: 'Postgres: dead row versions and pages that are yet to be overwritten',
    holds: 'bytes of deleted rows, which no query returns',
    term: 'until autovacuum, and until the page is written again',
    note: '`vacuum full`, `analyze` and `vacuum full pg_statistic`, in this order, end it at once',
  },
  {
    place: 'Firestore: point-in-time recovery',
    holds: 'every document as it was',
    term: '1 hour; 7 days if it is turned on',
    note: 'after importing from it, replay the ledger of erasures',
  },
  {
    place: 'Firestore: scheduled backups',
    holds: 'every document as it was',
    term: 'as scheduled, 14 weeks at most',
    note: 'none by default; choose 30 days at most. After a restore, replay the ledger of erasures',
  },
  {
    place: 'Pub/Sub: messages that were acknowledged or are yet to be',
    holds: 'whole documents',
    term: 'unacknowledged ones 7 days at most, of which the suite retries for 1; acknowledged ones are not retained',
    note: 'do not turn on retention of acknowledged messages or of the topic',
  },
  {
    place: 'Cloud Tasks: tasks and their names',
    holds: 'the hash of a person',
    term: 'a task until it has run; its name for up to 9 days after that',
    note: 'nothing in it names anybody',
  },
  {
    place: 'Cloud Logging',
    holds: 'ids of people and documents, never contents; addresses of callers in the platform’s request logs',
    term: '30 days (`_Default`); audit logs of administrators 400 days (`_Required`)',
    note: 'the term of `_Default` can be shortened; the one of `_Required` is fixed',
  },
  {
    place: 'Upstash: persistence and backups',
    holds: 'cached answers',
    term: 'persisted copies follow deletions within minutes; daily backups 1 to 3 days, if they are turned on',
    note: 'leave backups off: Redis is only a cache',
  },
  {
    place: 'Cloudinary: delivery network',
    holds: 'images and videos as they were delivered',
    term: 'invalidated on deletion, which takes minutes; otherwise 30 days',
    note: 'browsers and apps may keep what they have downloaded',
  },
  {
    place: 'Cloudinary: automatic backup',
    holds: 'originals of deleted files',
    term: 'until they are deleted there',
    note: 'leave it off: the suite keeps its own copies in the bucket, and deletes them',
  },
  {
    place: 'Cloud Storage: soft delete and object versions',
    holds: 'copies of files, and archives of exports',
    term: '7 days by default',
    note: '`gcloud storage buckets update gs://… --clear-soft-delete` ends it; leave versioning off',
  },
  {
    place: 'Firebase Auth',
    holds: 'nothing that the project can read',
    term: 'Google removes deleted accounts from its own backups within 180 days',
    note: 'as in its privacy documentation',
  },
  {
    place: 'Archives that people have downloaded, and what others have copied or photographed',
    holds: 'what was shown to them',
    term: 'beyond the reach of the campus',
    note: 'the link to an archive ends after a day',
  },
];
