import type { UserRecord } from 'firebase-admin/auth';
import type { Firestore } from '../../platform/firestore.ts';
import type { Sql } from '../../platform/postgres.ts';
import { findAccount } from '../findAccount.ts';
import type { Subject } from './step.ts';

type Identifiers = Omit<Subject, 'uid'>;

/** What names a person, or is theirs, wherever it can still be read, and whether anything is kept of them at all. */
export async function readIdentifiers(
  { sql, firestore }: { sql: Sql; firestore: Firestore },
  uid: string,
  known?: Partial<Identifiers>,
): Promise<{ identifiers: Identifiers; isKnown: boolean }> {
  const [account, profile, [row]] = await Promise.all([
    findAccount(uid),
    firestore.collection('users').doc(uid).get(),
    sql<{ email: string | null; name: string | null; files: string[] | null }[]>`
      select email, name, (select json_agg(media_files.id) from media_files where user_id = users.id) as files
      from users where id = ${uid}`,
  ]);
  const identifiers = {
    emails: texts(known?.emails, emailsOf(account), profile.get('email'), row?.email),
    names: texts(known?.names, account?.displayName, profile.get('name'), row?.name),
    files: texts(known?.files, row?.files),
  };
  return { identifiers, isKnown: account !== null || profile.exists || row !== undefined };
}

function emailsOf(account: Pick<UserRecord, 'email' | 'providerData'> | null): unknown[] {
  return account === null ? [] : [account.email, ...account.providerData.map(({ email }) => email)];
}

/** Each text once, without what is blank or no text. */
function texts(...values: unknown[]): string[] {
  const found = values.flat().flatMap((value) => (typeof value === 'string' ? value.trim() : []));
  return [...new Set(found)].filter((text) => text !== '');
}
