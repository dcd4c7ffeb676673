import { FieldValue } from 'firebase-admin/firestore';
import { DomainError } from '../../platform/errors.ts';
import type { Firestore } from '../../platform/firestore.ts';
import { accounts } from '../../platform/identity/account.ts';
import { logger } from '../../platform/logger.ts';
import { rightsOf } from './rights.ts';

/** What Firebase Authentication looks up at once. */
const MAX_LOOKED_UP = 100;

/**
 * The document that lists the administrators, so that two who demote each other at the same time take turns. It grants
 * nothing; the nightly check renews it from the claims.
 */
const LIST = 'system/administrators';

/** The gRPC code of a document that does not exist. */
const NOT_FOUND = 5;

/** The gRPC codes of NOT_FOUND, ALREADY_EXISTS and FAILED_PRECONDITION. */
const CHANGED_MEANWHILE: unknown[] = [NOT_FOUND, 6, 9];

export async function listAdministrator(firestore: Firestore, uid: string): Promise<void> {
  await firestore.doc(LIST).set({ uids: FieldValue.arrayUnion(uid) }, { merge: true });
}

/**
 * Replaces the list with the people whom `read` finds to have the claims. If the list changes meanwhile, it is left to
 * the next night: somebody who is just being demoted would be put back on it.
 */
export async function renewAdministrators(
  firestore: Firestore,
  read: () => Promise<string[]>,
): Promise<void> {
  const list = firestore.doc(LIST);
  const { updateTime } = await list.get();
  const uids = await read();
  try {
    await (updateTime === undefined
      ? list.create({ uids })
      : list.update({ uids }, { lastUpdateTime: updateTime }));
  } catch (error) {
    if (!CHANGED_MEANWHILE.includes((error as { code?: unknown }).code)) throw error;
    logger.warn('the list of administrators changed while accounts were compared');
  }
}

/** Takes somebody off the list. @throws DomainError `not-ready` if no other administrator is left who can sign in */
export async function unlistAdministrator(firestore: Firestore, uid: string): Promise<void> {
  const list = firestore.doc(LIST);
  await firestore.runTransaction(async (transaction) => {
    const uids = ((await transaction.get(list)).get('uids') ?? []) as string[];
    const others = uids.filter((other) => other !== uid);
    if (!(await anyCanAdminister(others))) {
      throw new DomainError(
        'not-ready',
        'This is the last administrator: make somebody else one first, who can sign in.',
      );
    }
    transaction.set(list, { uids: others });
  });
}

/** Takes somebody who is being erased off the list, even if nobody is left on it. */
export async function dropAdministrator(firestore: Firestore, uid: string): Promise<void> {
  try {
    await firestore.doc(LIST).update({ uids: FieldValue.arrayRemove(uid) });
  } catch (error) {
    if ((error as { code?: unknown }).code !== NOT_FOUND) throw error;
  }
}

async function anyCanAdminister(uids: string[]): Promise<boolean> {
  for (let start = 0; start < uids.length; start += MAX_LOOKED_UP) {
    const page = uids.slice(start, start + MAX_LOOKED_UP);
    const { users } = await accounts().getUsers(page.map((uid) => ({ uid })));
    if (users.some(({ disabled, customClaims }) => !disabled && rightsOf(customClaims).role === 'admin'))
      return true;
  }
  return false;
}
