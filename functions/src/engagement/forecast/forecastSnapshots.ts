import { DAY_MS } from '../../learning/calendar.ts';
import { activityFeatures, isActive } from './activityFeatures.ts';
import type { ActivityHistory } from './readActivity.ts';

/** Three years of monthly snapshots, so that each season is seen several times. */
export const SNAPSHOT_INTERVAL_DAYS = 30;
const MAX_SNAPSHOTS = 36;

/** History required before the first snapshot. */
const MIN_HISTORY_DAYS = 60;

/** All users as known at an earlier time. */
interface Snapshot {
  at: number;
  users: {
    history: ActivityHistory;
    /** Null for users who have lapsed or never acted. */
    features: number[] | null;
  }[];
}

/** The features of a user at a snapshot, and whether they were active within the horizon after it. */
export interface ForecastCase {
  features: number[];
  isActive: boolean;
}

/** The outcomes of a snapshot within a horizon. */
export interface LabelledSnapshot {
  at: number;
  cases: ForecastCase[];
  /** Outcomes of users without features: those who had acted before, and those who never had. */
  lapsed: boolean[];
  new: boolean[];
}

/** Snapshots of the history before `now`, the latest first. */
export function takeSnapshots(histories: readonly ActivityHistory[], now: number): Snapshot[] {
  const start = histories.reduce(
    (first, { actions, joinedAt }) => Math.min(first, actions[0]?.at ?? joinedAt ?? Infinity),
    now,
  );
  return Array.from(
    { length: MAX_SNAPSHOTS },
    (_, index) => now - (index + 1) * SNAPSHOT_INTERVAL_DAYS * DAY_MS,
  )
    .filter((at) => at >= start + MIN_HISTORY_DAYS * DAY_MS)
    .map((at) => ({
      at,
      users: histories
        .filter((history) => knownSince(history) <= at)
        .map((history) => ({ history, features: activityFeatures(history.actions, at) })),
    }));
}

/** When a user joined or first acted; Infinity if neither is known. */
function knownSince({ actions, joinedAt }: ActivityHistory): number {
  return Math.min(actions[0]?.at ?? Infinity, joinedAt ?? Infinity);
}

/** Labels the snapshots whose horizon, in milliseconds, has passed by `now`. */
export function labelSnapshots(
  snapshots: readonly Snapshot[],
  now: number,
  horizon: number,
): LabelledSnapshot[] {
  return snapshots
    .filter(({ at }) => at + horizon <= now)
    .map(({ at, users }) => {
      const labelled: LabelledSnapshot = { at, cases: [], lapsed: [], new: [] };
      for (const { history, features } of users) {
        const outcome = isActive(history.actions, at, at + horizon);
        if (features !== null) labelled.cases.push({ features, isActive: outcome });
        else if ((history.actions[0]?.at ?? Infinity) > at) labelled.new.push(outcome);
        else labelled.lapsed.push(outcome);
      }
      return labelled;
    });
}
