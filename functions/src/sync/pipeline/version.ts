/**
 * The one version rule: a row changes only when the incoming version is strictly greater than the
 * one it has. A version is a commit time in integer microseconds since 1970, which a `number` holds
 * exactly until the year 2255. Never through `Date`, which drops the microseconds, and never the
 * event's own time, which is no commit time.
 */
export interface CommitTime {
  seconds: number;
  nanoseconds: number;
}

/** The version of a document that exists: its `updateTime`. */
export function upsertVersion(updateTime: CommitTime): number {
  return updateTime.seconds * 1_000_000 + Math.floor(updateTime.nanoseconds / 1000);
}

/**
 * The version of a deletion: the last `updateTime` before it plus one microsecond. It is above every
 * state the document had, and below every later one, whose commit comes after the deletion's own.
 */
export function deleteVersion(lastUpdateTime: CommitTime): number {
  return upsertVersion(lastUpdateTime) + 1;
}
