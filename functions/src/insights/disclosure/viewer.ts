import { DomainError } from '../../platform/errors.ts';
import type { Sql } from '../../platform/postgres.ts';

/** Who asks for figures about others, as far as it decides what they see. */
export interface Viewer {
  role: string | null;
  department: string | null;
  /** Administrators see counts as they are. */
  exact: boolean;
}

/** Reads who asks. @throws DomainError when there is no such person. */
export async function readViewer(sql: Sql, uid: string): Promise<Viewer> {
  const [row] = await sql<{ role: string | null; department: string | null }[]>`
    select role, department from users where id = ${uid} and live`;
  if (row === undefined)
    throw new DomainError('not-found', 'there is no profile of yours yet: save it first');
  return { ...row, exact: row.role === 'admin' };
}
