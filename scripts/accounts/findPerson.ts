import { findAccount } from '../../functions/src/accounts/findAccount.ts';
import { accounts } from '../../functions/src/platform/identity/account.ts';
import type { Sql } from '../../functions/src/platform/postgres.ts';

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
