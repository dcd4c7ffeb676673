import type { TableHolding } from '../holding.ts';

export const EVENTS: TableHolding[] = [
  {
    table: 'check_in_codes',
    purpose: 'people who are at an event check themselves in',
    term: 'five minutes, until the next code is issued',
    owner: ['issued_by'],
    personal: ['event_id'],
    plain: ['code_hash', 'expires_at'],
    erasure: { deletes: ['issued_by'] },
    exported: 'a hash, for five minutes',
  },
];
