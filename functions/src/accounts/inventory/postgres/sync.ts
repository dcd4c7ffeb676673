import { FOR_GOOD, SYNC_COLUMNS, WITH_DOCUMENT, type TableHolding } from '../holding.ts';

const MIRROR = 'what joins, analytics, matching and search read';

export const SYNC: TableHolding[] = [
  {
    table: 'users',
    purpose: MIRROR,
    term: WITH_DOCUMENT,
    owner: ['id'],
    personal: [
      ...['email', 'name', 'role', 'department', 'department_key', 'student_id', 'bio', 'firebase_data'],
      ...['visible_in_search', 'visible_in_matching', 'visible_in_forecast', 'shares_attendance'],
      ...['created_at', 'updated_at'],
    ],
    plain: [...SYNC_COLUMNS],
  },
  {
    table: 'positions',
    purpose: 'career paths, search, headlines of cards',
    term: WITH_DOCUMENT,
    owner: ['user_id'],
    personal: [
      ...['id', 'title', 'organisation', 'industry', 'start_date', 'end_date', 'dates_unknown'],
      ...['created_at', 'firebase_data'],
    ],
    plain: [...SYNC_COLUMNS],
  },
  {
    table: 'events',
    purpose: MIRROR,
    term: WITH_DOCUMENT,
    owner: ['created_by'],
    personal: ['title', 'description', 'firebase_data'],
    plain: [
      ...[
        'id',
        'category',
        'category_key',
        'department',
        'department_key',
        'skills',
        'start_date',
        'end_date',
      ],
      ...['created_at', ...SYNC_COLUMNS],
    ],
  },
  {
    table: 'event_attendance',
    purpose: 'engagement, similarity, recommendations, figures of events',
    term: WITH_DOCUMENT,
    owner: ['user_id'],
    others: ['checked_in_by'],
    personal: [
      'event_id',
      'attended_at',
      'status',
      'rating',
      'checked_in',
      'checked_in_at',
      'engagement_score',
      'created_at',
      'firebase_data',
    ],
    plain: [...SYNC_COLUMNS],
  },
  {
    table: 'showcase_posts',
    purpose: MIRROR,
    term: WITH_DOCUMENT,
    owner: ['user_id'],
    // Likes, shares and comments name others.
    others: ['firebase_data'],
    personal: ['content', 'engagement_metrics', 'created_at'],
    plain: ['id', 'category', 'category_key', 'skills', ...SYNC_COLUMNS],
  },
  {
    table: 'connections',
    purpose: 'engagement, recommendations of people',
    term: WITH_DOCUMENT,
    owner: ['from_user_id', 'to_user_id'],
    personal: ['id', 'status', 'created_at', 'firebase_data'],
    plain: [...SYNC_COLUMNS],
  },
  {
    table: 'system_documents',
    purpose: 'the heartbeat, the control document and the list of administrators',
    term: WITH_DOCUMENT,
    others: ['firebase_data'],
    plain: ['id', ...SYNC_COLUMNS],
  },
  {
    table: 'sync_counts',
    purpose: 'proves that no change was lost',
    term: FOR_GOOD,
    plain: [
      ...['source', 'collection', 'shard', 'received', 'applied', 'superseded', 'dead_lettered'],
      ...['last_received_at', 'last_lag_seconds'],
    ],
  },
  {
    table: 'daily_writes',
    purpose: 'what a person may create on a day is limited',
    term: { days: 2, since: 'day + 1' },
    owner: ['user_id'],
    personal: ['collection', 'day', 'documents'],
  },
  {
    table: 'dead_letters',
    purpose: 'documents that cannot be applied, until they are corrected',
    term: { days: 30, since: 'last_failed_at', empties: 'message' },
    // Paths name the person or the document.
    owner: ['key', 'path'],
    personal: ['message'],
    plain: [
      ...['id', 'collection', 'version', 'reason', 'attempts', 'first_failed_at', 'last_failed_at'],
      ...['discarded_at'],
    ],
  },
  {
    table: 'deferred_changes',
    purpose: 'which documents wait in Pub/Sub during a pause',
    term: 'until the changes are applied',
    owner: ['path'],
    plain: ['id', 'collection', 'version', 'deferred_since'],
  },
  {
    table: 'consistency_checks',
    purpose: 'shows that Postgres equals Firestore',
    term: { days: 90, since: 'finished_at' },
    // Paths of documents that differed, and where the next check goes on.
    owner: ['examples', 'slice_end'],
    plain: [
      ...['id', 'collection', 'started_at', 'finished_at', 'documents', 'compared', 'billed_reads'],
      ...['missing', 'stale', 'extra', 'dead_lettered', 'repaired'],
    ],
  },
  {
    table: 'backfill_partitions',
    purpose: 'lets a killed backfill go on',
    term: 'until the next backfill',
    // Ids at which parts of a collection begin and end.
    owner: ['first_id', 'end_id', 'after_path'],
    plain: ['source', 'collection', 'number', 'documents', 'finished'],
  },
  {
    table: 'hashed_tombstones',
    purpose: 'older states of deleted documents stay deleted',
    term: FOR_GOOD,
    // Keyed hashes of paths.
    plain: ['document', 'version'],
  },
];
