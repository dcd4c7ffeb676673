import { EVERY_NIGHT, forGood, type TableHolding } from '../holding.ts';

export const ACCOUNTS: TableHolding[] = [
  {
    table: 'locked_out_accounts',
    purpose: 'who cannot sign in counts in no figure that others see',
    term: EVERY_NIGHT,
    owner: ['user_id'],
    erasure: { deletes: ['user_id'] },
    exported: true,
  },
  {
    table: 'erasures',
    purpose: 'who must not come back; the id and what else names the person only until the last look',
    term: forGood('a copy that is restored years later must bring nobody back'),
    owner: ['user_id'],
    // A keyed hash: without the key, it names nobody.
    personal: ['person', 'identifiers'],
    plain: ['id', 'requested_by', 'requested_at', 'due_at', 'began_at', 'finished_at', 'receipt'],
    erasure: {
      purges: 'the last look empties `user_id` and `identifiers`; a keyed hash and the receipt stay',
    },
    exported: true,
  },
  {
    table: 'erasure_steps',
    purpose: 'lets a killed erasure go on',
    term: { days: 400, since: 'finished_at' },
    personal: ['person'],
    plain: ['look', 'step', 'due_at', 'attempts', 'finished_at', 'removed', 'error'],
    erasure: { purges: 'nothing: it holds a keyed hash and numbers' },
    exported: 'it begins with the erasure, after which nobody can ask',
  },
  {
    table: 'erasure_ledger',
    purpose: 'tells whether the hashes were made with the key that is set',
    term: 'as long as the ledger',
    plain: ['id', 'key_fingerprint', 'generation'],
    erasure: 'keep',
  },
  {
    table: 'data_exports',
    purpose: 'archives that people asked for',
    term: { days: 30, since: 'requested_at' },
    owner: ['user_id'],
    personal: ['requested_at', 'started_at', 'finished_at', 'object_name', 'bytes', 'files'],
    plain: ['id', 'error'],
    erasure: { deletes: ['user_id'] },
    exported: true,
  },
];
