import { EVERY_NIGHT, type TableHolding } from '../holding.ts';

export const ACCOUNTS: TableHolding[] = [
  {
    table: 'locked_out_accounts',
    purpose: 'who cannot sign in counts in no figure that others see',
    term: EVERY_NIGHT,
    owner: ['user_id'],
  },
];
