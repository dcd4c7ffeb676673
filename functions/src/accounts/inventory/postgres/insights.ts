import { EVERY_NIGHT, forGood, type TableHolding } from '../holding.ts';

/** Counts of people: nothing in them is about a single one, and disclosure rules keep it so for readers. */
export const INSIGHTS: TableHolding[] = [
  {
    table: 'insight_months',
    purpose: 'which months were counted',
    term: forGood('the history of the campus, in counts'),
    plain: ['month', 'counted_at', 'closed'],
    erasure: 'keep',
  },
  {
    table: 'insight_people',
    purpose: 'people by month, measure, department, skill and cohort',
    term: forGood('the history of the campus, in counts; of skills, as long as the skill'),
    plain: ['exact', 'month', 'measure', 'department_key', 'skill_id', 'cohort', 'people', 'shown'],
    erasure: {
      purges:
        'rows of departments that nobody is in any more and of skills that were removed are deleted; other figures of closed months stay',
    },
  },
  {
    table: 'event_insights',
    purpose: 'figures of each event',
    term: EVERY_NIGHT,
    plain: [
      'exact',
      'event_id',
      'answered',
      'going',
      'attended',
      'checked_in',
      'visitors',
      'returning_visitors',
    ],
    erasure: 'recount',
  },
  {
    table: 'event_departments',
    purpose: 'visitors of each event by department',
    term: EVERY_NIGHT,
    plain: ['exact', 'event_id', 'department_key', 'people', 'shown'],
    erasure: {
      purges: 'rows of departments that nobody is in any more are deleted; the rest is counted anew',
    },
  },
  {
    table: 'event_visitor_skills',
    purpose: 'skills of the visitors of each event',
    term: EVERY_NIGHT,
    plain: ['exact', 'event_id', 'skill_id', 'people'],
    erasure: 'recount',
  },
  {
    table: 'event_pairs',
    purpose: 'events that share visitors',
    term: EVERY_NIGHT,
    plain: ['exact', 'event_id', 'other_id', 'people'],
    erasure: 'recount',
  },
  {
    table: 'skill_pairs',
    purpose: 'skills that people have together',
    term: EVERY_NIGHT,
    plain: ['exact', 'skill_id', 'other_id', 'people'],
    erasure: 'recount',
  },
  {
    table: 'skill_pair_people',
    purpose: 'how many have each of them',
    term: EVERY_NIGHT,
    plain: ['exact', 'skill_id', 'people'],
    erasure: 'recount',
  },
  {
    table: 'insight_refresh',
    purpose: 'when all this was counted',
    term: EVERY_NIGHT,
    plain: ['exact', 'refreshed_at', 'visitors', 'people_with_skills'],
    erasure: 'keep',
  },
  {
    table: 'platform_reports',
    purpose: 'the weekly reports',
    term: forGood('the history of the campus, in counts'),
    plain: ['week', 'made_at', 'report'],
    erasure: { purges: 'figures of departments that nobody is in any more are removed' },
  },
];
