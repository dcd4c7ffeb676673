import { DomainError } from '../platform/errors.ts';
import type { Sql } from '../platform/postgres.ts';
import { storableText } from './deadLetters/deadLetters.ts';
import { CORRECTION } from './pipeline/prepareChange.ts';

/** For callers who have no document at all. */
const NO_PROFILE = 'You have no profile yet: save it first.';

/** @throws DomainError {@link noProfile} unless the caller has a row in `users` */
export async function requireProfile(sql: Sql, uid: string): Promise<void> {
  const [user] = await sql`select from users where id = ${uid} and live`;
  if (user === undefined) throw await noProfile(sql, uid);
}

/**
 * The error for a caller who has no row in `users`: either they never saved a profile, or it was refused. Then it says
 * what is wrong with it, by the names of its fields alone.
 */
export async function noProfile(sql: Sql, uid: string): Promise<DomainError> {
  const [refused] = await sql<{ reason: string }[]>`
    select reason from dead_letters where md5(key) = md5(${storableText(`users/${uid}`)})`;
  if (refused === undefined) return new DomainError('not-found', NO_PROFILE);
  const [problem = '', ...rest] = refused.reason.split(CORRECTION);
  // Other reasons are the database's, and for administrators.
  const cause =
    rest.length > 0
      ? `: ${problem}. Correct it and save it again.`
      : '. Ask an administrator to look into it.';
  return new DomainError('not-found', `Your profile was saved but cannot be used${cause}`);
}
