import { personHash } from '../../platform/erasure/keyedHash.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Firestore } from '../../platform/firestore.ts';
import { logger } from '../../platform/logger.ts';
import type { Sql } from '../../platform/postgres.ts';
import { unlistAdministrator } from '../roles/administrators.ts';
import { rightsOf } from '../roles/rights.ts';
import { findAccount } from '../findAccount.ts';
import { markDeletionDue } from './grace.ts';
import { readIdentifiers } from './identifiers.ts';
import { readOpenErasure } from './ledger.ts';
import { requestErasure, type RequestedBy, type RequestedErasure } from './requests.ts';
import type { Subject } from './step.ts';

const DAY_MS = 86_400_000;

export interface ErasureStart {
  uid: string;
  requestedBy: RequestedBy;
  now: Date;
  /** Days in which it can be withdrawn; 0 to begin at once. */
  graceDays: number;
  /** What names the person besides, if their account is gone and cannot be asked. */
  known?: Partial<Omit<Subject, 'uid'>>;
}

/**
 * Starts an erasure: enters it into the ledger and, if there is grace, hides the person until it begins;
 * {@link runErasure} does the rest. May be repeated: it is one erasure, with the earliest date.
 *
 * @throws DomainError `not-found` if nothing is kept of such a person, `not-ready` for the last administrator
 */
export async function startErasure(
  { sql, firestore }: { sql: Sql; firestore: Firestore },
  { uid, requestedBy, now, graceDays, known }: ErasureStart,
): Promise<RequestedErasure & { person: Buffer }> {
  const { identifiers, isKnown } = await readIdentifiers({ sql, firestore }, uid, known);
  const person = personHash(uid);
  // An erasure that goes on may have removed all by which they are known.
  if (!isKnown && requestedBy !== 'account' && (await readOpenErasure(sql, person)) === null) {
    throw new DomainError('not-found', 'There is nobody with this id: no account, no profile and no rows.');
  }
  if (requestedBy !== 'account') await unlistIfAdministrator(firestore, uid);
  const dueAt = new Date(now.getTime() + graceDays * DAY_MS);
  const erasure = await requestErasure(sql, { uid, requestedBy, requestedAt: now, dueAt, identifiers });
  if (erasure.beganAt === null && erasure.dueAt > now) await markDeletionDue(firestore, uid, erasure.dueAt);
  logger.info('erasure requested', { receipt: erasure.receipt, requestedBy, dueAt: erasure.dueAt });
  return { ...erasure, person };
}

/** At once, not when the grace ends: else two administrators who leave would each count on the other. */
async function unlistIfAdministrator(firestore: Firestore, uid: string): Promise<void> {
  const account = await findAccount(uid);
  if (rightsOf(account?.customClaims).role === 'admin') await unlistAdministrator(firestore, uid);
}
