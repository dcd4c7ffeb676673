import type { Choice } from '../platform/documents/visibility.ts';
import type { Fragment, Sql } from '../platform/postgres.ts';

/**
 * What people are shown for. Each needs a choice of theirs, except two: who runs an event sees everybody who
 * answered to it, or nobody could check them in, and the audit log names everybody who is in it.
 */
export type Purpose = Choice | 'organising' | 'audit';

/** The condition on `users` under which somebody is shown for a purpose. */
export function isShownFor(sql: Sql, purpose: Purpose): Fragment {
  return CONDITIONS[purpose](sql);
}

const CONDITIONS: Record<Purpose, (sql: Sql) => Fragment> = {
  search: (sql) => sql`users.visible_in_search`,
  matching: (sql) => sql`users.visible_in_matching`,
  forecast: (sql) => sql`users.visible_in_forecast`,
  // A list of attendees is a directory, too.
  attendance: (sql) => sql`users.shares_attendance and users.visible_in_search`,
  organising: (sql) => sql`true`,
  audit: (sql) => sql`true`,
};
