import type { AnySql, Fragment } from '../../platform/postgres.ts';

/**
 * For whom figures are counted: administrators, whose figures are exact and count everybody, and everybody else, whose
 * figures count only people whose account is established. What is counted for the others is what they may be shown of.
 */
export const AUDIENCES = [{ exact: true }, { exact: false }] as const;

export type Audience = (typeof AUDIENCES)[number];

/** A condition on `users`: whether the audience's figures count the person. */
export function isCountedFor(sql: AnySql, { exact }: Audience, now: Date): Fragment {
  return exact ? sql`true` : isEstablished(sql, now);
}

/** What to join `users` with, so that each person comes once for each audience whose figures count them: `exact`. */
export function audiences(sql: AnySql, now: Date): Fragment {
  return sql`(values (true), (false)) as audience (exact) on exact or (${isEstablished(sql, now)})`;
}

/** A condition on `users`. */
function isEstablished(sql: AnySql, now: Date): Fragment {
  return sql`users.id in (select user_id from established_people where since <= ${now})`;
}
