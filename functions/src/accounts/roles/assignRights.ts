import { DomainError } from '../../platform/errors.ts';
import type { Firestore } from '../../platform/firestore.ts';
import { accounts } from '../../platform/identity/account.ts';
import { invalidField } from '../../platform/input.ts';
import { logger } from '../../platform/logger.ts';
import { findAccount } from '../findAccount.ts';
import { listAdministrator, unlistAdministrator } from './administrators.ts';
import { mirrorRole } from './mirrorRole.ts';
import { claimsOf, gainsRights, rightsOf, tidyDepartments, type Rights } from './rights.ts';

/** The longest text of custom claims that Firebase Authentication stores. */
const MAX_CLAIMS_CHARACTERS = 1000;

/**
 * Gives somebody these rights in place of those that they had: claims, mirror, and the end of tokens that say more.
 *
 * The order fails closed. Rights that are lost go from the claims first, then from the tokens that still have them,
 * then from the mirror. Rights that are gained reach the mirror, which grants nothing, before the claims. Whatever
 * fails halfway may be repeated: the same rights again count as a loss, which ends what a first attempt left. The
 * nightly check mends mirrors.
 *
 * @param wanted.departments in any spelling
 * @returns the rights, tidied
 * @throws DomainError `not-found` without such an account, `not-ready` for the last administrator
 */
export async function assignRights(firestore: Firestore, uid: string, wanted: Rights): Promise<Rights> {
  const after = { role: wanted.role, departments: tidyDepartments(wanted.departments) };
  const account = await findAccount(uid);
  if (account === null) throw new DomainError('not-found', 'There is no account with this id.');
  const { customClaims = {} } = account;
  const before = rightsOf(customClaims);
  const claims = { ...withoutRights(customClaims), ...claimsOf(after) };
  if (JSON.stringify(claims).length > MAX_CLAIMS_CHARACTERS) {
    throw invalidField('departments', 'too-large', 'have names that are too long together: name fewer');
  }
  if (before.role === 'admin' && after.role !== 'admin') await unlistAdministrator(firestore, uid);
  if (gainsRights(before, after)) {
    await mirrorRole(firestore, uid, after.role);
    await accounts().setCustomUserClaims(uid, claims);
  } else {
    await accounts().setCustomUserClaims(uid, claims);
    await accounts().revokeRefreshTokens(uid);
    await mirrorRole(firestore, uid, after.role);
  }
  if (after.role === 'admin') await listAdministrator(firestore, uid);
  logger.info('rights assigned', { uid, before: before.role, after: after.role });
  return after;
}

/** What other systems keep in the claims. */
function withoutRights(claims: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(claims).filter(([name]) => name !== 'role' && name !== 'departments'),
  );
}
