import { redactionOf, type Redaction } from '../../../platform/documents/redactDocument.ts';
import { pgArray, type Sql } from '../../../platform/postgres.ts';
import type { Subject } from '../step.ts';

/** How texts that mention somebody are found, and what they are to say instead. */
export interface Mentions {
  /** A regular expression of Postgres: finds every text, document or JSON that names them, and may find others. */
  pattern: string;
  redaction: Redaction;
}

/** How somebody is mentioned. A name that somebody else has, too, does not count: nobody knows who is meant. */
export async function readMentions(sql: Sql, { uid, emails, names }: Subject): Promise<Mentions> {
  const shared = await sql<{ name: string }[]>`
    select lower(name) as name from users
    where live and id <> ${uid} and lower(name) = any (${pgArray(names.map((name) => name.toLowerCase()))}::text[])
      and not exists (select from erasures where user_id = users.id and began_at is not null)`;
  const sharedNames = new Set(shared.map(({ name }) => name));
  const isShared = (name: string): boolean => sharedNames.has(name.toLowerCase());
  const own = names.filter((name) => !isShared(name));
  return {
    pattern: [uid, ...emails, ...own.map(asWritten)].filter(Boolean).map(toPattern).join('|'),
    redaction: redactionOf([{ uid, emails, names }], isShared),
  };
}

/** A single word names somebody only after an `@`. */
function asWritten(name: string): string {
  const words = name.trim().split(/\s+/);
  return words.length > 1 ? words.join(' ') : `@${words.join('')}`;
}

/**
 * Letters as they are; anything may stand for what JSON or URLs write in another way: signs, spaces, and letters with
 * accents, which may be composed or not.
 */
function toPattern(text: string): string {
  return Array.from(text.normalize('NFC'))
    .map((character) =>
      /[\p{L}\p{N}]/u.test(character) && character.normalize('NFD') === character ? character : '.{0,6}',
    )
    .join('');
}
