import { EVERY_NIGHT, type TableHolding } from '../holding.ts';

export const RECOMMENDATIONS: TableHolding[] = [
  {
    table: 'recommendations',
    purpose: 'stored lists, so that a screen need not wait',
    term: 'until they expire, within days',
    owner: ['user_id'],
    // Of people, the recommended one.
    others: ['target_id', 'reason'],
    personal: [
      ...['type', 'score', 'reason_kind', 'group_name', 'signals', 'created_at', 'read_at', 'as_of'],
      'expires_at',
    ],
    plain: ['id', 'model_version'],
    erasure: { deletes: ['user_id', 'target_id'], deletesMentions: ['reason'] },
    exported: true,
  },
  {
    table: 'announced_lists',
    purpose: 'apps are told only about lists that have changed',
    term: { days: 90, since: 'announced_at' },
    owner: ['user_id'],
    personal: ['type', 'content', 'announced_at'],
    erasure: { deletes: ['user_id'] },
    exported: 'it says when lists changed that the export has',
  },
  {
    table: 'recommendation_feedback',
    purpose: 'lists keep what was dismissed away, and rankings learn',
    term: { days: 365, since: 'greatest(shown_at, opened_at, accepted_at, dismissed_at)' },
    owner: ['user_id'],
    others: ['target_id'],
    personal: [
      ...['type', 'shown', 'opened', 'shown_at', 'opened_at', 'accepted_at', 'dismissed_at', 'reason_kind'],
      ...['signals', 'decided_at'],
    ],
    plain: ['model_version'],
    erasure: { deletes: ['user_id', 'target_id'] },
    exported: true,
  },
  {
    table: 'event_neighbours',
    purpose: 'events that the same people attend',
    term: EVERY_NIGHT,
    plain: [
      ...['event_id', 'number', 'neighbours', 'cosines', 'successors', 'successor_weights', 'refreshed_at'],
    ],
    erasure: 'recount',
  },
  {
    table: 'skill_weights',
    purpose: 'skills that make others more likely',
    term: EVERY_NIGHT,
    plain: ['skill_id', 'others', 'weights', 'model_version', 'refreshed_at'],
    erasure: 'cascade',
  },
];
