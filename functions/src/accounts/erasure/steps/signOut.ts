import { accounts } from '../../../platform/identity/account.ts';
import { dropAdministrator } from '../../roles/administrators.ts';
import { unlessMissing } from '../../findAccount.ts';
import type { Step } from '../step.ts';

/**
 * Ends what a person may do: their account is disabled, its claims and sessions go, and they leave the list of
 * administrators, even as the last one. A token that they have lives for up to an hour.
 */
export const signOutStep: Step = {
  name: 'signOut',
  async run({ subject: { uid }, firestore }) {
    const account = await unlessMissing(async () => {
      const { disabled } = await accounts().getUser(uid);
      await accounts().updateUser(uid, { disabled: true });
      await accounts().setCustomUserClaims(uid, null);
      await accounts().revokeRefreshTokens(uid);
      return disabled ? 0 : 1;
    });
    await dropAdministrator(firestore, uid);
    return { accountsDisabled: account ?? 0 };
  },
};
