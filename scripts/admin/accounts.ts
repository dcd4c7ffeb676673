import type { UserRecord } from 'firebase-admin/auth';
import { isStaff, rightsOf } from '../../functions/src/accounts/roles/rights.ts';
import { accounts, listAccounts } from '../../functions/src/platform/identity/account.ts';

interface Account {
  uid: string;
  name: string;
  customClaims: Record<string, unknown> | undefined;
}

/** Finds an account by id or e-mail address. @throws Error that says what to type */
export async function findAccount(person: string): Promise<Account> {
  try {
    const found = person.includes('@')
      ? await accounts().getUserByEmail(person)
      : await accounts().getUser(person);
    return { uid: found.uid, name: nameOf(found), customClaims: found.customClaims };
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== 'auth/user-not-found' && code !== 'auth/invalid-email' && code !== 'auth/invalid-uid')
      throw error;
    throw new Error(
      `No account has the ${person.includes('@') ? 'address' : 'id'} "${person}". The person signs in once, then it exists.`,
    );
  }
}

/** Everybody with a role beyond a student's or an alumnus's. */
export async function listStaff(): Promise<
  { id: string; name: string; role: string; departments: string; disabled: boolean }[]
> {
  const staff = [];
  for await (const account of listAccounts()) {
    const { role, departments } = rightsOf(account.customClaims);
    if (!isStaff({ role })) continue;
    const { uid: id, disabled } = account;
    staff.push({ id, name: nameOf(account), role, departments: departments.join(', '), disabled });
  }
  return staff.sort((one, other) => one.role.localeCompare(other.role) || one.name.localeCompare(other.name));
}

function nameOf({ displayName, email, uid }: UserRecord): string {
  return displayName ?? email ?? uid;
}
