import type { Fragment, Sql } from '../../../platform/postgres.ts';

/** How a person's part of a table is read. */
export interface TableSource {
  select: (sql: Sql, uid: string) => Fragment;
  /** Columns with the id of somebody else, in whose place their name is exported if they have a card. */
  people?: readonly string[];
  /** Which other people are in it, as a phrase. */
  others?: string;
}

/** Tables whose rows name other people as well, or are more than their columns say. */
export const SPECIAL_TABLES: Readonly<Record<string, TableSource>> = {
  connections: {
    people: ['with'],
    others: 'the names of the people',
    select: (sql, uid) => sql`
      select case when from_user_id = ${uid} then 'sent' else 'received' end as direction,
        case when from_user_id = ${uid} then to_user_id else from_user_id end as "with",
        status, created_at, live, changed_at
      from connections where from_user_id = ${uid} or to_user_id = ${uid}`,
  },
  event_attendance: {
    people: ['checked_in_by'],
    others: 'the names of those who checked you in',
    select: (sql, uid) => sql`
      select event_id, title as event, attended_at, status, rating, checked_in_by, checked_in_at, checked_in,
        engagement_score, attendance.created_at, attendance.live, attendance.changed_at
      from event_attendance as attendance left join events on events.id = event_id
      where user_id = ${uid}`,
  },
  user_skills: {
    people: ['verified_by'],
    others: 'the names of those who verified your skills',
    select: (sql, uid) => sql`
      select name as skill, own.spelling, proficiency_level, verified, verified_level, verified_at, verified_by, own.created_at
      from user_skills as own join skills on skills.id = skill_id where user_id = ${uid}`,
  },
  post_skills: {
    select: (sql, uid) => sql`
      select post_id, name as skill, spelling
      from post_skills join skills on skills.id = skill_id where user_id = ${uid}`,
  },
  /** Views of the profile are in profile_view_counts: who looked at it is theirs alone. */
  profile_views: {
    select: (sql, uid) => sql`
      select date, count(*) filter (where user_id = ${uid}) as "viewsOfYou",
        count(*) filter (where viewer_id = ${uid}) as "profilesYouViewed"
      from profile_views where user_id = ${uid} or viewer_id = ${uid} group by date`,
  },
  erasures: {
    select: (sql, uid) => sql`
      select id, requested_by, requested_at, due_at, began_at, identifiers from erasures where user_id = ${uid}`,
  },
  recommendations: {
    people: ['person'],
    others: 'the names of people who were recommended to you',
    select: (sql, uid) => sql`
      select own.type, ${target(sql)}, score, case when own.type <> 'user' then reason end as reason, reason_kind, group_name,
        signals, own.created_at, read_at, as_of, expires_at
      from recommendations as own ${joinTargets(sql)} where own.user_id = ${uid}`,
  },
  recommendation_feedback: {
    people: ['person'],
    others: 'the names of people who were recommended to you',
    select: (sql, uid) => sql`
      select own.type, ${target(sql)}, shown, opened, shown_at, opened_at, accepted_at, dismissed_at, reason_kind, signals,
        decided_at
      from recommendation_feedback as own ${joinTargets(sql)} where own.user_id = ${uid}`,
  },
};

/** What was recommended: the title of an event, the name of a skill, or the id of a person. */
function target(sql: Sql): Fragment {
  return sql`title as event, skills.name as skill, case when own.type = 'user' then target_id end as person`;
}

function joinTargets(sql: Sql): Fragment {
  return sql`
    left join events on own.type = 'event' and events.id = target_id
    left join skills on own.type = 'skill' and skills.id::text = target_id`;
}
