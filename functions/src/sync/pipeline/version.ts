/**
 * The version rule: a row changes only if the incoming version is strictly greater than its own. A
 * version is a commit time in integer microseconds since the epoch, which a `number` holds exactly until
 * the year 2255. Never derive it through `Date`, which drops the microseconds, nor from the event's own
 * time, which is not a commit time.
 */
export interface CommitTime {
  seconds: number;
  nanoseconds: number;
}

/** The version of an existing document: its `updateTime`. */
export function upsertVersion(updateTime: CommitTime): number {
  return updateTime.seconds * 1_000_000 + Math.floor(updateTime.nanoseconds / 1000);
}

/**
 * The version of a deletion: the last `updateTime` before it plus one microsecond. That is above every
 * earlier state of the document and below every later one, which commits after the deletion itself.
 */
export function deleteVersion(lastUpdateTime: CommitTime): number {
  return upsertVersion(lastUpdateTime) + 1;
}
