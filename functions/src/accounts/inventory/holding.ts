/** Rows that the nightly `expireRows` deletes. */
export interface Expiry {
  days: number;
  /** From when on, as an SQL expression of type timestamptz or date over the row's columns. */
  since: string;
  /** Empties this column instead of deleting the row. */
  empties?: string;
}

/** A table of Postgres: whose its rows are, what in them is personal, why they are kept and for how long. */
export interface TableHolding {
  table: string;
  /** Why it is kept. */
  purpose: string;
  /** When rows go: how long they are kept, or what makes them go. */
  term: Expiry | string;
  /** Columns with the id of the person whose row it is; none if a row is nobody's. */
  owner?: readonly string[];
  /** Columns with ids of other people. */
  others?: readonly string[];
  /** Columns that say something about a person, or hold what one wrote. */
  personal?: readonly string[];
  /** Columns that say nothing about anybody. */
  plain?: readonly string[];
}

/** A kind of path, key, prefix or folder in another store. */
export interface StoreHolding {
  store: 'Firestore' | 'Redis' | 'Cloud Storage' | 'Cloudinary' | 'Firebase Auth';
  /** As the store names it, with parameters in braces. */
  place: string;
  purpose: string;
  term: string;
  /** Whose it is, and what in it is personal. */
  personal: string;
}

/** The columns that every synchronised table has; `firebase_data` holds the whole document. */
export const SYNC_COLUMNS = ['version', 'live', 'synced_at', 'changed_at'] as const;

export const WITH_DOCUMENT =
  'as long as the document in Firestore; then its key and version stay as a tombstone';
export const LIKE_DOCUMENT = 'as long as the document says so';
export const EVERY_NIGHT = 'counted anew every night';
export const FOR_GOOD = 'for good';
