import { findAccount } from '../../functions/src/accounts/findAccount.ts';
import { readIdentifiers } from '../../functions/src/accounts/erasure/identifiers.ts';
import { accounts } from '../../functions/src/platform/identity/account.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';
import type { Target } from '../lib/target.ts';

/**
 * The id of a person who is given by id or e-mail address: of an account or, for somebody without one, of a profile.
 *
 * @throws Error for an address of nobody, or of several people
 */
export async function findPerson(sql: Sql, person: string): Promise<string> {
  if (!person.includes('@') || (await findAccount(person)) !== null) return person;
  try {
    return (await accounts().getUserByEmail(person)).uid;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== 'auth/user-not-found' && code !== 'auth/invalid-email') throw error;
  }
  const rows = await sql<{ id: string }[]>`select id from users where lower(email) = lower(${person})`;
  const [only, another] = rows;
  if (only === undefined) throw new Error(`Nobody has the address "${person}": pass the id of the account.`);
  if (another !== undefined)
    throw new Error(`Several profiles name the address "${person}": pass the id of the account.`);
  return only.id;
}

/**
 * What a person of whom something is kept goes by, so that an operator sees whether they are the right one.
 *
 * @throws Error for anybody else, as for somebody who has been erased
 */
export async function describePerson({ sql, firestore }: Target, uid: string): Promise<string> {
  const { identifiers, isKnown } = await readIdentifiers({ sql, firestore }, uid);
  if (!isKnown) {
    throw new Error(
      `Nothing is kept of "${uid}": there is no account, no profile and no row. Check the id; if they were erased, "npm run accounts -- status ${uid}" says when.`,
    );
  }
  const { names, emails, files } = identifiers;
  return [uid, ...names, ...emails, `${String(files.length)} uploaded files`].join(', ');
}
