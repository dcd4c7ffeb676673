import { DomainError } from '../platform/errors.ts';
import type { Sql } from '../platform/postgres.ts';
import { storableText } from './deadLetters/deadLetters.ts';

/** For callers who have no document at all. */
const NO_PROFILE = 'You have no profile yet: save it first.';

/** No field of a profile is required, so the reason is the database's or the encoding's. */
const REFUSED_PROFILE = 'Your profile was saved but cannot be used. Ask an administrator to look into it.';

/** @throws DomainError {@link noProfile} unless the caller has a row in `users` */
export async function requireProfile(sql: Sql, uid: string): Promise<void> {
  const [user] = await sql`select from users where id = ${uid} and live`;
  if (user === undefined) throw await noProfile(sql, uid);
}

/** The error for a caller who has no row in `users`: either they never saved a profile, or it was refused. */
export async function noProfile(sql: Sql, uid: string): Promise<DomainError> {
  const [refused] = await sql`
    select from dead_letters where md5(key) = md5(${storableText(`users/${uid}`)})`;
  return new DomainError('not-found', refused === undefined ? NO_PROFILE : REFUSED_PROFILE);
}
