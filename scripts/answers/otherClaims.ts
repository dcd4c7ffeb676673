import { campusZone } from '../../functions/src/platform/campusTime.ts';
import { isTrue, type Verifier } from './claim.ts';
import { answersTo, connectionsOf, visitsOf } from './relationships.ts';

/** The named skills are the person's own, and somebody else has each of them together with this one. */
const goesWith: Verifier = async ({ uid, about }, match, { sql }) => {
  const rows = await sql<{ name: string }[]>`
    select name from user_skills as mine join skills on id = mine.skill_id
    where mine.user_id = ${uid} and exists (
      select from user_skills as a join user_skills as b using (user_id)
      where a.user_id <> ${uid} and a.skill_id = mine.skill_id and b.skill_id = ${about}::integer
    )`;
  const names = rows.map(({ name }) => name);
  // At most two are named, of which there may be more.
  return names.some((one) => names.some((other) => match[1] === one || match[1] === `${one} and ${other}`));
};

const manyHaveIt: Verifier = ({ about }, match, { sql }) =>
  isTrue(sql`
    select count(*) >= 2 as holds from user_skills join users on users.id = user_id
    where live and skill_id = ${about}::integer
      and ${match[1] === undefined ? sql`true` : sql`lower(normalize(department, nfkc)) = lower(${match[1]})`}`);

const isNotOwned: Verifier = ({ uid, about }, _match, { sql }) =>
  isTrue(sql`
    select not exists (select from user_skills where user_id = ${uid} and skill_id = ${about}::integer) as holds`);

/** The excerpt stands in that field of the person. */
const highlight: Verifier = ({ about }, match, { sql }) =>
  isTrue(sql`
    select exists (
      select from (
        select 'name' as field, name as text from users where id = ${about} and live
        union all select 'department', normalize(department, nfkc) from users where id = ${about} and live
        union all select 'bio', bio from users where id = ${about} and live
        union all select 'skill', name from user_skills join skills on skills.id = skill_id where user_id = ${about}
        union all select 'position', concat_ws(', ', title, organisation, industry)
          from positions where user_id = ${about} and live
        union all select 'post', concat_ws(E'\n', content, category, (
            select string_agg(name, ', ' order by name) from post_skills join skills on skills.id = skill_id where post_id = posts.id
          )) from showcase_posts as posts where user_id = ${about} and live
      ) as passage
      where field = ${match[1] ?? ''} and position(${match[2] ?? ''} in text) > 0
    ) as holds`);

/** The highlighted word has at least three letters in a row in common with the query. */
const matchedWord: Verifier = ({ text }) => {
  const [word = '', query = ''] = text.toLowerCase().split(' ← ');
  const trigrams = Array.from({ length: Math.max(word.length - 2, 1) }, (_, from) =>
    word.slice(from, from + 3),
  );
  return Promise.resolve(trigrams.some((trigram) => query.includes(trigram)));
};

/** Moves from the person's title to another, by position: rounded down to fives, as students see them. */
const moved: Verifier = async ({ uid, about }, match, { sql, now }) => {
  const [row] = await sql<{ people: number; total: number }[]>`
    with spelled as (
      select key, spelling from career_titles, jsonb_object_keys(spellings::jsonb) as spelling
    ), held as (
      select user_id, key, row_number() over (partition by user_id order by start, position.created_at nulls first, position.id) as place
      from (select *, coalesce(start_date, end_date, created_at, '-infinity') as start from positions where live) as position
      join users on users.id = user_id and users.live and coalesce(role, 'alumni') in ('alumni', 'student')
      join spelled on spelling = trim(regexp_replace(title, '\\s+', ' ', 'g'))
      where start <= ${now}
    ), own as (
      select key from held where user_id = ${uid} order by place desc limit 1
    ), move as (
      select distinct later.user_id, later.key
      from held as earlier join held as later on later.user_id = earlier.user_id and later.place = earlier.place + 1
      where earlier.key = (select key from own)
    ), first as (select user_id, key from held where place = 1), chosen as (
      select * from move where exists (select from own) union all select * from first where not exists (select from own)
    )
    select count(*)::integer as total,
      (count(*) filter (where key = (select key from career_titles where name = ${about})))::integer as people
    from chosen`;
  const fives = (people: number): number => Math.floor(people / 5) * 5;
  const people = fives(row?.people ?? 0);
  const share = Math.min(1, Math.round((100 * people) / fives(row?.total ?? 1)) / 100);
  return people === Number(match[1]) && Math.abs(share - Number(match[2])) < 0.011;
};

/** A share of those who are or were something have a skill: between what rounding to fives allows. */
const shareOfTitle: Verifier = ({ about }, match, { sql }) =>
  isTrue(sql`
    with holder as (
      select distinct user_id from positions, jsonb_object_keys((
        select spellings::jsonb from career_titles where name = ${match[2] ?? ''}
      )) as spelling
      join users on true
      where positions.live and users.id = user_id and users.live and coalesce(role, 'alumni') in ('alumni', 'student')
        and spelling = trim(regexp_replace(title, '\\s+', ' ', 'g'))
    ), counted as (
      select count(*)::float8 as people, (
        select count(*)::float8 from user_skills where skill_id = ${about}::integer and user_id in (select user_id from holder)
      ) as skilled from holder
    )
    select round(least(100, 100 * floor(skilled / 5) / floor(people / 5))) = ${Number(match[1])} as holds from counted`);

/** Own acts of the last 30 or 365 days. */
const ownCount: Verifier = ({ uid }, match, { sql, now }) => {
  const since = sql`campus_day(${now}::timestamptz, ${campusZone()}) - ${match[1] === 'month' ? 30 : 365}::integer`;
  const within = sql`campus_day(at, ${campusZone()}) > ${since} and campus_day(at, ${campusZone()}) <= campus_day(${now}::timestamptz, ${campusZone()})`;
  const acts = {
    posts: sql`select created_at as at from showcase_posts where live and user_id = ${uid}`,
    events: sql`
      select coalesce(attended_at, start_date) as at from event_attendance as visit join events on events.id = event_id
      where visit.live and user_id = ${uid} and has_attended(status, attended_at)`,
    connections: sql`select at from (${connectionsOf(sql)}) as connection where one = ${uid}`,
  }[match[2] ?? ''];
  if (acts === undefined) return Promise.resolve(false);
  return isTrue(sql`select count(*) = ${Number(match[3])} as holds from (${acts}) as act where ${within}`);
};

const upcoming: Verifier = ({ uid }, match, { sql, now }) =>
  isTrue(sql`
    select count(*) = ${Number(match[1])} as holds from (${answersTo(sql)}) as answer join events on events.id = event_id
    where events.live and user_id = ${uid}
      and coalesce(end_date, start_date + interval '3 hours') > ${now}`);

/** The rank of the last engagement among those of all active people, half of the equals counted as below. */
const percentile: Verifier = ({ uid }, match, { sql, now }) =>
  isTrue(sql`
    with latest as (
      select distinct on (user_id) user_id, engagement_level(decayed_points) as level, valid_until
      from user_engagement_metrics order by user_id, date desc
    ), active as (
      select user_id, level from latest where valid_until >= campus_day(${now}::timestamptz, ${campusZone()})
    ), own as (select level from active where user_id = ${uid})
    select abs(coalesce(100 * (
        count(*) filter (where level < (select level from own)) + count(*) filter (where level = (select level from own)) / 2.0
      ) / nullif(count(*), 0), 0) * (select count(*) from own) - ${Number(match[1])}) < 0.06 as holds
    from active`);

const funnel: Verifier = ({ about }, match, { sql }) =>
  isTrue(sql`
    select (count(*), count(*) filter (where status is distinct from 'cancelled'),
      count(*) filter (where has_attended(status, attended_at)))
      = (${Number(match[1])}::bigint, ${Number(match[2])}::bigint, ${Number(match[3])}::bigint) as holds
    from event_attendance as answer join users on users.id = user_id and users.live
    where answer.live and event_id = ${about}`);

/** Visitors of an event by department, by skill, or shared with another event. */
const visitors: Verifier = ({ about }, match, { sql }) => {
  const visit = visitsOf(sql);
  const [, of, people, name = ''] = match;
  const isOne = {
    department: sql`lower(normalize(department, nfkc)) = lower(${name})`,
    skill: sql`exists (select from user_skills join skills on skills.id = skill_id where user_id = users.id and skills.name = ${name})`,
    event: sql`users.id in (select user_id from (${visit}) as other where event_id = ${name})`,
  }[of ?? ''];
  if (isOne === undefined) return Promise.resolve(false);
  return isTrue(sql`
    select count(*) = ${Number(people)} as holds from (${visit}) as visit join users on users.id = user_id and live
    where event_id = ${about} and ${isOne}`);
};

export const OTHER_CLAIMS = {
  'recommendations skill': [
    [/^Goes with (.+), which you have\.$/, goesWith],
    [/^Few people with your skills have it\.$/, isNotOwned],
    [/^Many in (.+) have it\.$/, manyHaveIt],
    [/^Many people here have it\.$/, manyHaveIt],
  ],
  'recommendations skill is not owned yet': [[/.*/, isNotOwned]],
  'searchTalent highlight': [[/^(\w+): ([^]*)$/, highlight]],
  'searchTalent match': [[/ ← /, matchedWord]],
  'careerPaths moves': [[/^(\d+) people, share (.+)$/, moved]],
  'careerPaths skill': [[/^(\d+) % of people who are or were (.+) have it\.$/, shareOfTitle]],
  'userAnalytics figure': [
    [/^(month|year) (posts|events|connections) (\d+)$/, ownCount],
    [/^upcoming (\d+)$/, upcoming],
    [/^percentile (.+)$/, percentile],
  ],
  'eventInsights figure': [
    [/^funnel (\d+) (\d+) (\d+)$/, funnel],
    [/^(department|skill|event) (\d+) (.+)$/, visitors],
  ],
} satisfies Record<string, readonly (readonly [RegExp, Verifier])[]>;
