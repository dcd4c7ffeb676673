import { EVERY_NIGHT, forGood, type TableHolding } from '../holding.ts';

export const ENGAGEMENT: TableHolding[] = [
  {
    table: 'user_engagement_metrics',
    purpose: "each person's activity by day, and their score",
    term: 'as long as what it counts exists',
    owner: ['user_id'],
    personal: [
      ...['date', 'posts_created', 'events_attended', 'profile_views', 'connections_made'],
      ...['engagement_score', 'points', 'last_action_date', 'valid_until', 'decayed_points'],
    ],
    erasure: { deletes: ['user_id'] },
    exported: true,
  },
  {
    table: 'engagement_levels',
    purpose: 'how many people have each level, for scores relative to others',
    term: forGood('counts of everybody, by which scores of the past are read'),
    plain: ['date', 'level', 'people', 'below', 'active'],
    erasure: 'recount',
  },
  {
    table: 'engagement_refresh',
    purpose: 'the last computed day',
    term: EVERY_NIGHT,
    plain: ['id', 'computed_through', 'refreshed_at', 'time_zone'],
    erasure: 'keep',
  },
  {
    table: 'engagement_changes',
    purpose: 'days to compute again',
    term: 'until they are computed, each night',
    owner: ['user_id'],
    personal: ['event_id', 'moment'],
    erasure: { deletes: ['user_id'] },
    exported: 'days of their activity, which is exported, that are yet to be counted',
  },
  {
    table: 'profile_views',
    purpose: 'each viewer counts once a day',
    // Late calls of the day before are not counted twice.
    term: { days: 2, since: 'date + 1' },
    owner: ['user_id'],
    others: ['viewer_id'],
    personal: ['date'],
    erasure: { deletes: ['user_id', 'viewer_id'] },
    exported: true,
  },
  {
    table: 'profile_view_counts',
    purpose: 'how often a profile was viewed',
    term: {
      by: 'sumOldViews',
      days: 400,
      until: 'by the day until {days} days after the end of the month, then as one sum of the month',
    },
    owner: ['user_id'],
    personal: ['date', 'views'],
    erasure: { deletes: ['user_id'] },
    exported: true,
  },
];
