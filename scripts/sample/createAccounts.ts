import type { UserImportRecord } from 'firebase-admin/auth';
import { accounts as projectAccounts } from '../../functions/src/platform/identity/account.ts';
import type { CampusDocument } from '../campus/campus.ts';

/** What `importUsers` takes at once. */
const MAX_ACCOUNTS = 1000;

/** Gives everybody on the campus an account with a verified address, and their rights as claims. */
export async function createAccounts(documents: readonly CampusDocument[]): Promise<void> {
  const accounts = documents.flatMap(({ path, fields }) => {
    const [, uid] = /^users\/([^/]+)$/.exec(path) ?? [];
    return uid === undefined ? [] : [account(uid, fields)];
  });
  for (let index = 0; index < accounts.length; index += MAX_ACCOUNTS) {
    const { errors } = await projectAccounts().importUsers(accounts.slice(index, index + MAX_ACCOUNTS));
    const [first] = errors;
    if (first !== undefined) throw new Error(`an account was refused: ${first.error.message}`);
  }
}

function account(uid: string, { name, role, department }: CampusDocument['fields']): UserImportRecord {
  const looksAfter = role === 'faculty' && department !== undefined;
  return {
    uid,
    email: `${uid}@campus.example`,
    emailVerified: true,
    displayName: String(name),
    customClaims: { role, ...(looksAfter && { departments: [department] }) },
  };
}
