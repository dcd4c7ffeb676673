import type { StepName } from '../erasure/step.ts';

/** Rows that the nightly `expireRows` deletes. */
export interface Expiry {
  days: number;
  /** From when on, as an SQL expression of type timestamptz or date over the row's columns. */
  since: string;
  /** Empties this column instead of deleting the row. */
  empties?: string;
}

/** Rows of which the nightly `expireRows` has the owning domain dispose. */
export interface OwnExpiry {
  /** The function of the domain, by its name in expireRows.ts. */
  by:
    | 'hashTombstones'
    | 'expireUnusedSkills'
    | 'forgetUnusedWords'
    | 'sumOldUsage'
    | 'sumOldViews'
    | 'expireActs';
  days: number;
  /** Until when rows are kept, and what becomes of them then; `{days}` stands for the days. */
  until: string;
}

interface Described {
  table: string;
  /** Why it is kept. */
  purpose: string;
  /** When rows go: how long they are kept, or what makes them go. */
  term: Expiry | OwnExpiry | string;
}

/** What an erasure does with the rows that are the person's or name them (accounts/erasure/steps/postgres.ts). */
export interface Erasure {
  /** Rows with the person's id in one of these columns are deleted. */
  deletes?: readonly string[];
  /** Rows that mention the person, or what they alone have called something, in one of these columns are deleted. */
  deletesMentions?: readonly string[];
  /** These columns are emptied where they hold the person's id; the row stays. */
  clears?: readonly string[];
  /** The document keeps its row, without what in it refers to the person; columns are derived from it again. */
  redacts?: 'firebase_data';
  /** What the owning domain's own function does, in words. */
  purges?: string;
}

/** A table with something of people: whose its rows are, what in them is personal, and how it goes. */
export interface TableOfPeople extends Described {
  /** Columns with the id of the person whose row it is; none if a row is nobody's. */
  owner?: readonly string[];
  /** Columns with ids of other people. */
  others?: readonly string[];
  /** Columns that say something about a person, or hold what one wrote. */
  personal?: readonly string[];
  /** Columns that say nothing about anybody. */
  plain?: readonly string[];
  /** `cascade`: rows go with those that they belong to. */
  erasure: Erasure | 'cascade';
  /** Whether a person's export has their rows; otherwise, why not. */
  exported: true | string;
}

/** A table with nothing of people. */
interface TableOfNobody extends Described {
  owner?: never;
  others?: never;
  personal?: never;
  plain: readonly string[];
  /** `keep`: no erasure changes anything. `recount`: figures that the nightly job makes anew, without the person. */
  erasure: 'keep' | 'recount' | 'cascade' | { purges: string };
  exported?: never;
}

export type TableHolding = TableOfPeople | TableOfNobody;

/** A kind of path, key, prefix or folder in another store. */
export interface StoreHolding {
  store: 'Firestore' | 'Redis' | 'Cloud Storage' | 'Cloudinary' | 'Firebase Auth' | 'Pub/Sub';
  /** As the store names it, with parameters in braces. */
  place: string;
  purpose: string;
  term: string;
  /** Whose it is, and what in it is personal. */
  personal: string;
  /** What an erasure does with it, and in which step. */
  erasure: { step: StepName; does: string } | string;
  /** Whether a person's export has what is theirs; otherwise, why not. */
  exported: true | string;
}

/** What the suite cannot reach to erase: it goes by itself after a term. */
export interface HistoryHolding {
  place: string;
  /** What of people it may still hold. */
  holds: string;
  term: string;
  /** What shortens the term, or what to do after a restore. */
  note: string;
}

/** The columns that every synchronised table has; `firebase_data` holds the whole document. */
export const SYNC_COLUMNS = ['version', 'live', 'synced_at', 'changed_at'] as const;

/**
 * No ordinary change of a deleted document is on its way any more by then: events are retried for a day, and Pub/Sub keeps
 * what a pause defers for seven. The rest is for operators who look into a deletion.
 */
export const WITH_DOCUMENT: OwnExpiry = {
  by: 'hashTombstones',
  days: 30,
  until:
    'as long as the document in Firestore; {days} days later, nothing but a hash of its path and its version',
};
export const LIKE_DOCUMENT = 'as long as the document says so';
export const EVERY_NIGHT = 'counted anew every night';

/** Kept for good, for a reason. */
export const forGood = (reason: string): string => `for good: ${reason}`;
