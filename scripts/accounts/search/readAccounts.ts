import { listAccounts } from '../../../functions/src/platform/identity/account.ts';
import type { Cell } from './cell.ts';

/** Yields every account with its claims. Call `initialize()` first. */
export async function* readAccounts(): AsyncGenerator<Cell> {
  for await (const account of listAccounts()) {
    yield { store: 'Auth', place: account.uid, column: 'account', text: JSON.stringify(account.toJSON()) };
  }
}
