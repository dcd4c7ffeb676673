import type { Firestore } from '../../platform/firestore.ts';
import { accounts as projectAccounts } from '../../platform/identity/account.ts';
import type { Role } from '../../platform/identity/caller.ts';
import { pgArray, type Sql } from '../../platform/postgres.ts';
import { renewAdministrators } from './administrators.ts';
import { mirrorRole } from './mirrorRole.ts';
import { rightsOf } from './rights.ts';

/** What Firebase Authentication lists at once. */
const PAGE_SIZE = 1000;

/** Roles that a wrong mirror would matter for: reading a document costs. */
const STAFF: Role[] = ['admin', 'faculty'];

export interface ComparedRoles {
  /** How many accounts there are. */
  accounts: number;
  /** Whose documents had another role than their account, and have been put right. */
  documents: string[];
  /** Whose rows have another role than their account, though their documents had not. */
  rows: string[];
}

/**
 * Compares the roles of staff in accounts, documents and rows, puts documents right, and renews the list of
 * administrators. Reads the documents of staff alone, and those that call themselves staff.
 */
export async function compareRoles(sql: Sql, firestore: Firestore): Promise<ComparedRoles> {
  const { count, staff } = await readAccounts();
  await renewAdministrators(
    firestore,
    [...staff].filter(([, role]) => role === 'admin').map(([uid]) => uid),
  );
  const documents = await repairDocuments(firestore, staff);
  const rows = await findDifferentRows(sql, staff);
  const repaired = new Set(documents);
  return { accounts: count, documents, rows: rows.filter((uid) => !repaired.has(uid)) };
}

/** The roles of all accounts that are staff, by uid. */
async function readAccounts(): Promise<{ count: number; staff: Map<string, Role> }> {
  const staff = new Map<string, Role>();
  let count = 0;
  let pageToken: string | undefined;
  do {
    const page = await projectAccounts().listUsers(PAGE_SIZE, pageToken);
    for (const { uid, customClaims } of page.users) {
      const { role } = rightsOf(customClaims);
      if (STAFF.includes(role)) staff.set(uid, role);
    }
    count += page.users.length;
    ({ pageToken } = page);
  } while (pageToken !== undefined);
  return { count, staff };
}

async function repairDocuments(firestore: Firestore, staff: ReadonlyMap<string, Role>): Promise<string[]> {
  const users = firestore.collection('users');
  const calledStaff = await users.where('role', 'in', STAFF).select('role').get();
  const mirrors = new Map(calledStaff.docs.map((doc) => [doc.id, doc.get('role') as unknown]));
  const unseen = [...staff.keys()].filter((uid) => !mirrors.has(uid));
  if (unseen.length > 0) {
    const found = await firestore.getAll(...unseen.map((uid) => users.doc(uid)), { fieldMask: ['role'] });
    for (const doc of found) if (doc.exists) mirrors.set(doc.id, doc.get('role') as unknown);
  }
  const different = [...mirrors].filter(([uid, mirror]) => mirror !== (staff.get(uid) ?? 'student'));
  for (const [uid] of different) await mirrorRole(firestore, uid, staff.get(uid) ?? 'student');
  return different.map(([uid]) => uid);
}

async function findDifferentRows(sql: Sql, staff: ReadonlyMap<string, Role>): Promise<string[]> {
  const rows = await sql<{ id: string; role: Role | null }[]>`
    select id, role from users
    where live and (role = any(${pgArray(STAFF)}::text[]) or id = any(${pgArray([...staff.keys()])}::text[]))
    order by id`;
  const different = rows.filter(
    ({ id, role }) =>
      role !== (staff.get(id) ?? null) && (staff.has(id) || STAFF.some((staffRole) => staffRole === role)),
  );
  return different.map(({ id }) => id);
}
