import type { UserRecord } from 'firebase-admin/auth';
import type { Firestore } from '../../platform/firestore.ts';
import type { Sql } from '../../platform/postgres.ts';
import type { OptionalRedis } from '../../platform/redis.ts';
import type { CardNames } from './cardNames.ts';
import type { MediaSources } from '../../media/index.ts';

/** What an export reads; tests and commands pass their own. */
export interface ExportSources extends MediaSources {
  sql: Sql;
  firestore: Firestore;
  redis: OptionalRedis;
  /** Null for somebody without an account. */
  account: (uid: string) => Promise<UserRecord | null>;
}

/** Whose export it is, and what it is made from. */
export interface ExportContext extends ExportSources {
  uid: string;
  now: Date;
  /** The names by which other people may be mentioned. */
  names: CardNames;
}

/** A file of records in the archive. */
export interface DataFile {
  /** Its path in the archive. */
  name: string;
  /** Which entries of the inventory it holds the person's part of; see `keyOf` in exportMissing.ts. */
  covers: readonly string[];
  /** What is in it, as a phrase. */
  holds: string;
  /** Which other people are in it, and how, as a phrase; none by default. */
  others?: string;
  records: (context: ExportContext) => AsyncIterable<object>;
}
