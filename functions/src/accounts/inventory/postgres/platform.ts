import { type TableHolding } from '../holding.ts';

export const PLATFORM: TableHolding[] = [
  {
    table: 'model_versions',
    purpose: 'parameters and metrics of every trained model',
    term: 'the newest 90 of a model, and those that rows refer to',
    plain: [
      ...['id', 'model', 'parameters', 'metrics', 'baseline_metrics', 'cases', 'trained_at', 'adopted_at'],
    ],
    erasure: 'keep',
  },
  {
    table: 'job_runs',
    purpose: 'runs of the scheduled jobs',
    term: { days: 90, since: 'started_at' },
    plain: ['id', 'job', 'started_at', 'finished_at', 'rows', 'outcome', 'error'],
    erasure: 'keep',
  },
  {
    table: 'labels',
    purpose: 'what departments and categories are called',
    term: 'as long as anything has the label',
    // A spelling that one person alone has used.
    personal: ['key', 'name'],
    plain: ['kind'],
    erasure: { purges: 'names are decided anew, without the person; those of nothing are removed' },
    exported: 'their spellings are in documents, which are exported',
  },
  {
    table: 'migrations',
    purpose: 'which migrations were applied',
    term: 'as long as the schema',
    plain: ['name', 'sha256', 'applied_at'],
    erasure: 'keep',
  },
  {
    table: 'schema_objects',
    purpose: 'which functions and views were applied',
    term: 'as long as the schema',
    plain: ['kind', 'name', 'sha256', 'applied_at'],
    erasure: 'keep',
  },
  {
    table: 'call_counts',
    purpose: 'limits of calls while Redis does not answer',
    term: 'an hour after the window of time that they count',
    owner: ['user_id'],
    personal: ['callable', 'calls', 'window_ends_at'],
    erasure: { deletes: ['user_id'] },
    exported: true,
  },
  {
    table: 'audit_keys',
    purpose: 'the key by which the record of privileged acts names a person',
    term: 'as long as the person is in the record',
    owner: ['user_id'],
    personal: ['key', 'pseudonym'],
    erasure: { deletes: ['user_id'] },
    exported: 'with it, pseudonyms could be traced in a copy of the record; the entries are exported',
  },
  {
    table: 'audit_log',
    purpose: 'who looked at whom and who did what with more rights than members have',
    term: { by: 'expireActs', days: 400, until: '{days} days' },
    // Pseudonyms: without the person's key nobody can tell whose they are.
    owner: ['actor'],
    others: ['subjects'],
    personal: ['operator', 'role', 'reach', 'action', 'detail'],
    plain: ['id', 'at', 'outcome'],
    erasure: { purges: 'nothing but the key: without it, nobody can tell which entries are theirs' },
    exported: true,
  },
];
