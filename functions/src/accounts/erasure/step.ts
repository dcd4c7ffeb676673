import type { Cloudinary } from '../../platform/cloudinary/cloudinary.ts';
import type { Firestore } from '../../platform/firestore.ts';
import type { Sql } from '../../platform/postgres.ts';
import type { OptionalRedis } from '../../platform/redis.ts';
import type { Bucket } from '../../platform/storage.ts';

/** Who is erased, and by what they can be found where their id is not written; kept until the last look. */
export interface Subject {
  uid: string;
  /** Of the account and of the profile. */
  emails: string[];
  /** Of the account and of the profile. */
  names: string[];
  /** Ids of their media, which may still arrive in Cloudinary after their rows are gone. */
  files: string[];
}

/** What a step works with; tests and commands pass their own. */
export interface ErasureContext {
  subject: Subject;
  now: Date;
  sql: Sql;
  firestore: Firestore;
  /** Null without a Cloudinary account. */
  cloudinary: () => Cloudinary | null;
  /** The backup bucket; null without one. */
  bucket: () => Promise<Bucket | null>;
  redis: () => OptionalRedis;
}

/** How many of which things a step removed or redacted: `{ posts: 3, comments: 12 }`. Nothing that names anybody. */
export type Removed = Record<string, number>;

/**
 * A step of an erasure. Idempotent: killed anywhere and repeated, it ends in the same state. It throws when a store does
 * not answer, and is then repeated; what it has removed meanwhile is not counted again.
 */
export interface Step {
  name: StepName;
  run: (context: ErasureContext) => Promise<Removed>;
}

/** In this order: what later steps need in order to find things goes last. */
export const STEP_NAMES = ['signOut', 'firestore', 'media', 'postgres', 'redis', 'account'] as const;

export type StepName = (typeof STEP_NAMES)[number];
