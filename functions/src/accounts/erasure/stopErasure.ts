import type { Firestore } from '../../platform/firestore.ts';
import { logger } from '../../platform/logger.ts';
import type { Sql } from '../../platform/postgres.ts';
import { listAdministrator } from '../roles/administrators.ts';
import { rightsOf } from '../roles/rights.ts';
import { findAccount } from '../findAccount.ts';
import { markDeletionDue } from './grace.ts';
import { withdrawErasure } from './requests.ts';

/**
 * Withdraws an erasure that has not begun: nothing has changed then. May be repeated, as after a failure halfway.
 *
 * @returns like {@link withdrawErasure}
 */
export async function stopErasure(
  { sql, firestore }: { sql: Sql; firestore: Firestore },
  uid: string,
  by: 'person' | 'operator',
): ReturnType<typeof withdrawErasure> {
  const outcome = await withdrawErasure(sql, uid, by);
  if (outcome === 'begun' || outcome === 'refused') return outcome;
  await markDeletionDue(firestore, uid, null);
  const account = await findAccount(uid);
  if (rightsOf(account?.customClaims).role === 'admin') await listAdministrator(firestore, uid);
  if (outcome === 'withdrawn') logger.info('erasure withdrawn', { by });
  return outcome;
}
