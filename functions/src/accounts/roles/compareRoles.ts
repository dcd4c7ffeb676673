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

/**
 * Compares the roles of staff in accounts, documents and rows, puts documents right, and renews the list of
 * administrators. Reads the documents of staff alone, and those that call themselves staff.
 */
export async function compareRoles(sql: Sql, firestore: Firestore): Promise<ComparedRoles> {
  let count = 0;
  let roles: Roles = new Map();
  await renewAdministrators(firestore, async () => {
    ({ count, roles } = await readAccounts());
    return [...roles].filter(([, role]) => role === 'admin').map(([uid]) => uid);
  });
  const documents = await repairDocuments(firestore, roles);
  const rows = await findDifferentRows(sql, roles);
  const repaired = new Set(documents);
  return { accounts: count, documents, rows: rows.filter((uid) => !repaired.has(uid)) };
}

async function readAccounts(): Promise<{ count: number; roles: Roles }> {
  const roles = new Map<string, Role>();
  let count = 0;
  for await (const { uid, customClaims } of listAccounts()) {
    const { role } = rightsOf(customClaims);
    if (role !== 'student') roles.set(uid, role);
    count += 1;
  }
  return { count, roles };
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
