import { createHash, randomBytes } from 'node:crypto';
import { MINUTE_MS } from '../../learning/calendar.ts';
import { DomainError } from '../../platform/errors.ts';
import { isErased } from '../../platform/erasure/erased.ts';
import type { Sql } from '../../platform/postgres.ts';

/**
 * Codes with which people check themselves in. Anyone who learns a code can use it until it expires, so it lives just
 * long enough to be read from a wall and typed.
 *
 * A code has 45 random bits: with every account on the campus guessing at any rate that the functions could serve, one
 * of them is guessed once in many years. Its hash, which is all that is stored, does not help: trying all codes takes
 * longer than one lives. Codes are looked up by their hash, so the time that takes tells nothing about them.
 */
const CODE_LENGTH = 9;

const CODE_MINUTES = 5;

/** Crockford's alphabet: none of its 32 characters is mistaken for another. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

interface IssuedCode {
  /** In three groups, such as `K7Q-M29-XTR`. */
  code: string;
  expiresAt: Date;
}

/** What a code says. */
interface RedeemedCode {
  eventId: string;
  issuedBy: string;
}

/** Makes a new code for an event; those before it live on until they expire. */
export async function issueCode(
  sql: Sql,
  { eventId, issuedBy }: RedeemedCode,
  now: Date,
): Promise<IssuedCode> {
  const characters = [...randomBytes(CODE_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  const expiresAt = new Date(now.getTime() + CODE_MINUTES * MINUTE_MS);
  const { count } = await sql`
    with expired as (delete from check_in_codes where expires_at <= ${now})
    insert into check_in_codes (code_hash, event_id, issued_by, expires_at)
    select ${hash(characters)}, ${eventId}, ${issuedBy}, ${expiresAt}::timestamptz
    where not ${isErased(sql, issuedBy)}`;
  if (count === 0) throw new DomainError('not-allowed', 'This account has been deleted.');
  return { code: characters.replace(/(...)(?=.)/g, '$1-'), expiresAt };
}

/**
 * What a code says, in capitals or not, with or without its hyphens.
 *
 * @throws DomainError `not-found` for a code that is wrong, has expired or is of another event than the given one
 */
export async function redeemCode(
  sql: Sql,
  code: string,
  eventId: string | undefined,
  now: Date,
): Promise<RedeemedCode> {
  const [found] = await sql<RedeemedCode[]>`
    select event_id as "eventId", issued_by as "issuedBy" from check_in_codes
    where code_hash = ${hash(tidy(code))} and expires_at > ${now}`;
  if (found === undefined || (eventId !== undefined && found.eventId !== eventId)) {
    throw new DomainError('not-found', 'This code is wrong or has expired: ask for a new one.');
  }
  return found;
}

/** People type O for 0, and I or l for 1. */
function tidy(code: string): string {
  return code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}

function hash(code: string): string {
  return createHash('sha256').update(code).digest('base64url');
}
