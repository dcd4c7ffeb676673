import type { DataFile } from '../dataFile.ts';

/** The account with which the person signs in. */
export const ACCOUNT_FILE: DataFile = {
  name: 'data/account.json',
  covers: ['Firebase Auth {uid}'],
  holds: 'your account: addresses, telephone number, ways of signing in, and rights',
  async *records({ account, uid }) {
    const found = await account(uid);
    if (found === null) return;
    // Hashes of the password say nothing and help nobody but those who guess.
    const { passwordHash, passwordSalt, ...shown } = found.toJSON() as Record<string, unknown>;
    yield { ...shown, hasPassword: passwordHash !== undefined && passwordSalt !== undefined };
  },
};
