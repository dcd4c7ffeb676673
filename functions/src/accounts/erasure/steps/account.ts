import { accounts } from '../../../platform/identity/account.ts';
import { unlessMissing } from '../../findAccount.ts';
import type { Step } from '../step.ts';

/** Deletes the account; one that is gone counts as deleted elsewhere. */
export const accountStep: Step = {
  name: 'account',
  async run({ subject: { uid } }) {
    const deleted = await unlessMissing(async () => {
      await accounts().deleteUser(uid);
      return 1;
    });
    return { accounts: deleted ?? 0 };
  },
};
