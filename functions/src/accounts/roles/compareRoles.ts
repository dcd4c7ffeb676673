import type { Firestore } from '../../platform/firestore.ts';
import { listAccounts } from '../../platform/identity/account.ts';
import type { Role } from '../../platform/identity/caller.ts';
import { pgArray, type Sql } from '../../platform/postgres.ts';
import { renewAdministrators } from './administrators.ts';
import { mirrorRole } from './mirrorRole.ts';
import { isStaff, rightsOf, STAFF } from './rights.ts';

export interface ComparedRoles {
  /** How many accounts there are. */
  accounts: number;
  /** Whose documents had another role than their account, and have been put right. */
  documents: string[];
  /** Whose rows have another role than their account, though their documents had not. */
  rows: string[];
}

/** The roles of all accounts but students', by uid. */
type Roles = ReadonlyMap<string, Role>;

/** All accounts by uid, and whether they can sign in. */
type Accounts = ReadonlyMap<string, boolean>;

/**
 * Compares the roles of staff in accounts, documents and rows, puts documents right, and renews the list of
 * administrators. Reads the documents of staff alone, and those that call themselves staff. Notes who is locked out.
 */
export async function compareRoles(sql: Sql, firestore: Firestore): Promise<ComparedRoles> {
  let accounts: Accounts = new Map();
  let roles: Roles = new Map();
  await renewAdministrators(firestore, async () => {
    ({ accounts, roles } = await readAccounts());
    const leaving = await readLeaving(sql);
    return [...roles].filter(([uid, role]) => role === 'admin' && !leaving.has(uid)).map(([uid]) => uid);
  });
  await noteLockedOut(sql, accounts);
  const documents = await repairDocuments(firestore, roles);
  const rows = await findDifferentRows(sql, roles);
  const repaired = new Set(documents);
  return { accounts: accounts.size, documents, rows: rows.filter((uid) => !repaired.has(uid)) };
}

async function readAccounts(): Promise<{ accounts: Accounts; roles: Roles }> {
  const roles = new Map<string, Role>();
  const accounts = new Map<string, boolean>();
  for await (const { uid, customClaims, disabled } of listAccounts()) {
    const { role } = rightsOf(customClaims);
    if (role !== 'student') roles.set(uid, role);
    accounts.set(uid, !disabled);
  }
  return { accounts, roles };
}

/** Who is to be erased: as administrators they left the list when that was requested. */
async function readLeaving(sql: Sql): Promise<Set<string>> {
  const rows = await sql<{ uid: string }[]>`select user_id as uid from erasures where finished_at is null`;
  return new Set(rows.map(({ uid }) => uid));
}

/** Somebody imported may not have an account yet, and is not locked out. */
async function noteLockedOut(sql: Sql, accounts: Accounts): Promise<void> {
  await sql`
    with account as (
      select id, can_sign_in
      from unnest(${pgArray([...accounts.keys()])}::text[], ${pgArray([...accounts.values()].map(String))}::boolean[])
        as account (id, can_sign_in)
    ), locked_out as (
      select id
      from users left join account using (id)
      where live and not coalesce(can_sign_in, firebase_data -> 'imported' = 'true', false)
    ), back as (
      delete from locked_out_accounts where user_id not in (select id from locked_out)
    )
    insert into locked_out_accounts (user_id) select id from locked_out
    on conflict (user_id) do nothing`;
}

async function repairDocuments(firestore: Firestore, roles: Roles): Promise<string[]> {
  const users = firestore.collection('users');
  const calledStaff = await users.where('role', 'in', STAFF).select('role').get();
  const mirrors = new Map(calledStaff.docs.map((doc) => [doc.id, doc.get('role') as unknown]));
  const unseen = staffOf(roles).filter((uid) => !mirrors.has(uid));
  if (unseen.length > 0) {
    const found = await firestore.getAll(...unseen.map((uid) => users.doc(uid)), { fieldMask: ['role'] });
    for (const doc of found) if (doc.exists) mirrors.set(doc.id, doc.get('role') as unknown);
  }
  const roleOf = (uid: string): Role => roles.get(uid) ?? 'student';
  const different = [...mirrors].filter(([uid, mirror]) => mirror !== roleOf(uid)).map(([uid]) => uid);
  for (const uid of different) await mirrorRole(firestore, uid, roleOf(uid));
  return different;
}

async function findDifferentRows(sql: Sql, roles: Roles): Promise<string[]> {
  const rows = await sql<{ id: string; role: Role | null }[]>`
    select id, role from users
    where live and (role = any(${pgArray(STAFF)}::text[]) or id = any(${pgArray(staffOf(roles))}::text[]))
    order by id`;
  return rows.filter(({ id, role }) => role !== (roles.get(id) ?? 'student')).map(({ id }) => id);
}

function staffOf(roles: Roles): string[] {
  return [...roles].filter(([, role]) => isStaff({ role })).map(([uid]) => uid);
}
