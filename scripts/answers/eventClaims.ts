import type { Fragment, Sql } from '../../functions/src/platform/postgres.ts';
import { isTrue, type Verifier } from './claim.ts';
import { answersTo, connectionsOf, visitsOf } from './relationships.ts';

/** Whether two events have the category, a skill, a word of the title or three of their text in common. */
function isLike(sql: Sql, one: Fragment, other: Fragment): Fragment {
  return sql`exists (
    select from events as a, events as b
    where a.id = ${one} and b.id = ${other} and (
      lower(normalize(a.category, nfkc)) = lower(normalize(b.category, nfkc))
      or exists (select from event_skills as x join event_skills as y using (skill_id) where x.event_id = a.id and y.event_id = b.id)
      or tsvector_to_array(to_tsvector('english', a.title)) && tsvector_to_array(to_tsvector('english', b.title))
      or 3 <= (
        select count(*) from (
          select unnest(tsvector_to_array(to_tsvector('english', concat_ws(' ', a.title, a.description))))
          intersect
          select unnest(tsvector_to_array(to_tsvector('english', concat_ws(' ', b.title, b.description))))
        ) as word
      )
    ))`;
}

/** Without an end, an event takes three hours. */
function hasEnded(sql: Sql, now: Date): Fragment {
  return sql`coalesce(coalesce(end_date, start_date + interval '3 hours') <= ${now}, false)`;
}

const wentTo: Verifier = ({ uid, about }, match, { sql, now }) =>
  isTrue(sql`
    with visit as (${visitsOf(sql)})
    select exists (
      select from visit join events on events.id = event_id
      where user_id = ${uid} and ${hasEnded(sql, now)} and lower(title) = lower(${match[2] ?? ''})
        and ${isLike(sql, sql`events.id`, sql`${about}`)}
    ) as holds`);

const goingToOneLikeIt: Verifier = ({ uid, about }, _match, { sql, now }) =>
  isTrue(sql`
    select exists (
      select from (${answersTo(sql)}) as answer join events on events.id = event_id
      where user_id = ${uid} and not ${hasEnded(sql, now)} and ${isLike(sql, sql`events.id`, sql`${about}`)}
    ) as holds`);

/** Somebody who was where the person was, was also at an event like this one. */
const samePeople: Verifier = ({ uid, about }, _match, { sql }) =>
  isTrue(sql`
    with visit as materialized (${visitsOf(sql)}), met as (
      select distinct theirs.user_id from visit as mine join visit as theirs using (event_id)
      where mine.user_id = ${uid} and theirs.user_id <> ${uid}
    )
    select exists (
      select from met join visit using (user_id) where ${isLike(sql, sql`visit.event_id`, sql`${about}`)}
    ) as holds`);

const goesToCategory: Verifier = ({ uid, about }, match, { sql, now }) =>
  isTrue(sql`
    with visit as (${visitsOf(sql)})
    select exists (
      select from visit join events on events.id = event_id
      where user_id = ${uid} and ${hasEnded(sql, now)} and lower(normalize(category, nfkc)) = lower(${match[2] ?? ''})
    ) and (select lower(normalize(category, nfkc)) = lower(${match[2] ?? ''}) from events where id = ${about}) as holds`);

const connectionsGoing: Verifier = ({ uid, about }, match, { sql }) =>
  isTrue(sql`
    select count(*) = ${Number(match[1] ?? 1)} as holds
    from (${answersTo(sql)}) as answer join (${connectionsOf(sql)}) as connection on other = user_id
    where event_id = ${about} and one = ${uid}`);

const sharesSkill: Verifier = ({ uid, about }, _match, { sql }) =>
  isTrue(sql`
    select exists (
      select from event_skills join user_skills using (skill_id) where event_id = ${about} and user_id = ${uid}
    ) as holds`);

const ofDepartment: Verifier = ({ uid, about }, match, { sql }) =>
  isTrue(sql`
    select lower(normalize(events.department, nfkc)) = lower(normalize(users.department, nfkc)) and lower(normalize(users.department, nfkc)) = lower(${match[1] ?? ''}) as holds
    from events, users where events.id = ${about} and users.id = ${uid}`);

const manyGoToEventsLikeIt: Verifier = ({ about }, _match, { sql }) =>
  isTrue(sql`
    with visit as (${visitsOf(sql)})
    select count(distinct user_id) >= 5 as holds from visit where ${isLike(sql, sql`visit.event_id`, sql`${about}`)}`);

/** Upcoming, and not one that the person has joined. */
const isOpen: Verifier = ({ uid, about }, _match, { sql, now }) =>
  isTrue(sql`
    select live and coalesce(start_date > ${now}, false) and not exists (
      select from (${answersTo(sql)}) as answer where event_id = ${about} and user_id = ${uid}
    ) as holds
    from events where id = ${about}`);

export const EVENT_CLAIMS = {
  'recommendations event': [
    [/^(?:You|By your history, you) have (been to|signed up for) “(.+)” before\.$/, wentTo],
    [/^(?:You|By your history, you) (went to|signed up for) “(.+)”, which is like it\.$/, wentTo],
    [/^It is like an event you are going to\.$/, goingToOneLikeIt],
    [/^People who go to your events go to events like it\.$/, samePeople],
    [/^(?:You|By your history, you) (go to|have signed up for) events of (.+)\.$/, goesToCategory],
    [/^One of your connections is going\.$/, connectionsGoing],
    [/^(\d+) of your connections are going\.$/, connectionsGoing],
    [/^It is about skills you have\.$/, sharesSkill],
    [/^It is an event of (.+)\.$/, ofDepartment],
    [/^Many go to events like it\.$/, manyGoToEventsLikeIt],
    [/^It is one of the next events\.$/, isOpen],
  ],
  'recommendations event is open': [[/.*/, isOpen]],
} satisfies Record<string, readonly (readonly [RegExp, Verifier])[]>;
