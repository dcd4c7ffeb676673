import { pgArray, type Fragment, type Sql } from '../../platform/postgres.ts';
import type { Asker, Trait } from './asker.ts';
import {
  atLevel,
  atLevelSql,
  MEETINGS_THAT_OUTWEIGH_A_CROWD,
  score,
  scoreSql,
  UNKNOWN_LEVEL,
} from './score.ts';

/** Which people may be shown. */
export interface Filter {
  department: string | null;
  /** Null stands for students, alumni, and those whose role is not known, or for all of `among`. */
  role: string | null;
  /** Ids that the ranking is restricted to, and holds also when they share nothing. */
  among: string[] | null;
}

/** What everybody may see of somebody. */
export interface Card {
  id: string;
  name: string;
  role: string | null;
  department: string | null;
}

/** Somebody with their score, and what of the asker's they share, the rarest first. */
export interface Candidate extends Card {
  score: number;
  shared: Trait[];
}

/** How one pass goes about the asker's traits. */
export interface Plan {
  /** Whoever has one of these is a candidate. */
  driving: Trait[];
  /** These skills are read, too, and make nobody a candidate. */
  checking: Trait[];
  /** These are looked at only for the candidates that are verified. */
  rest: Trait[];
  /** Whether a crowd in common may be enough, so that everybody with a vector is a candidate. */
  everybody: boolean;
}

/** What a pass has found. */
export interface Pass {
  /** The verified candidates whom the filter lets through. */
  found: Candidate[];
  /** How many of the verified it did not let through. */
  refused: number;
  /** No candidate that was not verified can score more than this; 0 when all were. */
  boundOfOthers: number;
}

interface Row extends Card {
  bound: number;
  eligible: boolean;
  crowd: number;
  /** Which of the asker's traits they have: skills with their level, interests, and events. */
  skills: [id: number, level: number | null][] | null;
  interests: number[] | null;
  events: string[] | null;
}

/**
 * Scores those candidates whose score may be the highest: adds up what the driving and checking traits
 * bring, bounds what the rest may add, and verifies the `limit` candidates with the highest bounds.
 *
 * @param floor candidates whose bound lies below it are left out
 * @param filterFirst whether the filter is asked before anybody is verified, rather than for the few who are
 */
export async function pass(
  sql: Sql,
  asker: Asker,
  filter: Filter,
  plan: Plan,
  { limit, floor, filterFirst }: { limit: number; floor: number; filterFirst: boolean },
): Promise<Pass> {
  const { rest, everybody } = plan;
  const exactCrowd = everybody || filter.among !== null || asker.vector === null;
  const bound = scoreSql(sql, {
    talents: sql`(talents + ${total(rest, isTalent)}::float8)`,
    meetings: sql`(meetings + ${total(rest, isEvent)}::float8)`,
    // With everybody's crowd at hand, or without the asker's, a bound need not allow for the best one.
    crowd: exactCrowd ? crowd(sql, asker) : sql`1::float8`,
  });
  const ids = (which: (trait: Trait) => boolean): string =>
    pgArray(asker.traits.filter(which).map(({ id }) => id));

  const rows = await sql<Row[]>`
    with evidence (user_id, talents, meetings, drives) as (
      ${evidence(sql, asker, filter, plan)}
    ), candidates as (
      select user_id, sum(talents) as talents, sum(meetings) as meetings
      from evidence
      where user_id <> ${asker.id}
        ${filter.among === null ? sql`` : sql`and user_id = any(${pgArray(filter.among)}::text[])`}
        ${filterFirst ? sql`and user_id in (select id from users where ${eligible(sql, filter)})` : sql``}
      group by user_id
      having bool_or(drives)
    ), verified as materialized (
      select user_id, meetings, ${bound} as bound
      from candidates
      ${floor > 0 ? sql`where ${bound} >= ${floor}` : sql``}
      order by bound desc
      limit ${limit}
    )
    select user_id as id, bound, name, role, department,
      ${eligible(sql, filter)} as eligible,
      case when meetings < ${MEETINGS_THAT_OUTWEIGH_A_CROWD}::float8 then ${crowd(sql, asker)} else 0 end as crowd,
      (
        -- One look finds all their skills, where without "offset 0" each of the asker's would be looked for.
        select json_agg(json_build_array(skill_id, proficiency_level))
        from (select * from user_skills as theirs where theirs.user_id = verified.user_id offset 0) as theirs
        where skill_id = any(${ids(isSkill)}::integer[])
      ) as skills,
      ${asker.traits.some(isInterest) ? interests(sql, ids(isInterest)) : sql`null`} as interests,
      (
        select json_agg(event_id)
        from event_attendance as theirs
        where theirs.user_id = verified.user_id and event_id = any(${ids(isEvent)}::text[])
          and theirs.live and status is distinct from 'cancelled'
      ) as events
    from verified join users on users.id = user_id`;

  const found = rows.filter((row) => row.eligible).map((row) => scored(asker, row));
  return {
    found,
    refused: rows.length - found.length,
    boundOfOthers: rows.length < limit ? 0 : Math.min(...rows.map((row) => row.bound)),
  };
}

/** Whether a row of `users` is somebody whom the filter lets through. */
export function eligible(sql: Sql, { department, role, among }: Filter): Fragment {
  const anyRole = among === null ? sql`(role is null or role in ('student', 'alumni'))` : sql`true`;
  return sql`(
    users.live
    and ${department === null ? sql`true` : sql`department = ${department}`}
    and ${role === null ? anyRole : sql`role = ${role}`}
  )`;
}

export const isEvent = ({ kind }: Trait): boolean => kind === 'event';
export const isTalent = ({ kind }: Trait): boolean => kind !== 'event';
const isSkill = ({ kind }: Trait): boolean => kind === 'skill';
const isInterest = ({ kind }: Trait): boolean => kind === 'interest';

/** The sum of what these traits may add. */
export function total(traits: Trait[], which: (trait: Trait) => boolean): number {
  return traits.reduce((sum, trait) => sum + (which(trait) ? trait.weight : 0), 0);
}

function scored(asker: Asker, row: Row): Candidate {
  const { id, name, role, department, crowd } = row;
  /** Their level in each trait; the highest where there are no levels. */
  const levels = {
    skill: new Map(row.skills?.map(([skill, level]) => [String(skill), level ?? UNKNOWN_LEVEL])),
    interest: new Map(row.interests?.map((skill) => [String(skill), 5])),
    event: new Map(row.events?.map((event) => [event, 5])),
  };
  const evidence = { talents: 0, meetings: 0, crowd };
  const shared = asker.traits.filter((trait) => {
    const level = levels[trait.kind].get(trait.id);
    if (level === undefined) return false;
    const worth = atLevel(trait.base, Math.min(trait.level, level));
    evidence[isEvent(trait) ? 'meetings' : 'talents'] += worth;
    return true;
  });
  return { id, name, role, department, score: score(evidence), shared };
}

/**
 * What people share with the asker, as far as it is looked at: rows of `user_id`, `talents`, `meetings`, and
 * whether it makes them candidates.
 */
function evidence(
  sql: Sql,
  { vector }: Asker,
  { among }: Filter,
  { driving, checking, everybody }: Plan,
): Fragment {
  const parts: Fragment[] = [];
  const add = (traits: Trait[], rows: (traits: Trait[]) => Fragment): void => {
    if (traits.length > 0) parts.push(rows(traits));
  };
  add(
    driving.filter(isEvent),
    (traits) => sql`
    select user_id, 0::float8, weight, true
    from ${list(sql, traits)} join event_attendance on event_id = list.id
    where live and status is distinct from 'cancelled'`,
  );
  add(
    driving.filter(isSkill).concat(checking),
    (traits) => sql`
    select user_id, ${talent(sql)}, 0::float8, not checks
    from ${list(sql, traits, checking)} join user_skills on skill_id = list.id::integer`,
  );
  add(
    driving.filter(isInterest),
    (traits) => sql`
    select user_id, weight, 0::float8, true
    from (
      select distinct user_id, skill_id, weight
      from ${list(sql, traits)} join post_skills on skill_id = list.id::integer
    ) as named`,
  );
  if (everybody && vector !== null) {
    parts.push(sql`select user_id, 0::float8, 0::float8, true from crowd_vectors`);
  }
  if (among !== null) {
    parts.push(sql`select unnest(${pgArray(among)}::text[]), 0::float8, 0::float8, true`);
  }
  if (parts.length === 0)
    return sql`select ''::text as user_id, 0::float8 as talents, 0::float8 as meetings, true as drives where false`;
  return parts.reduce((all, part) => sql`${all} union all ${part}`);
}

/** Which of these skills the verified candidate names in posts. */
function interests(sql: Sql, ids: string): Fragment {
  return sql`(
    select json_agg(skill_id)
    from unnest(${ids}::integer[]) as mine (skill_id)
    where exists (
      select from post_skills as theirs
      where theirs.user_id = verified.user_id and theirs.skill_id = mine.skill_id
    )
  )`;
}

/** Traits as a relation `list (id, weight, base, level, checks)`. */
function list(sql: Sql, traits: Trait[], checking: Trait[] = []): Fragment {
  const column = (of: (trait: Trait) => string | number): string => pgArray(traits.map(of));
  return sql`unnest(
    ${column(({ id }) => id)}::text[], ${column(({ weight }) => weight)}::float8[],
    ${column(({ base }) => base)}::float8[], ${column(({ level }) => level)}::integer[],
    ${column((trait) => String(checking.includes(trait)))}::boolean[]
  ) as list (id, weight, base, level, checks)`;
}

/** What a skill in common adds. */
function talent(sql: Sql): Fragment {
  return atLevelSql(sql, sql`base`, sql`least(level, coalesce(proficiency_level, ${UNKNOWN_LEVEL}))`);
}

/** The cosine of the asker's vector and that of `user_id`; 0 where it is negative, or one has none. */
function crowd(sql: Sql, { vector }: Asker): Fragment {
  if (vector === null) return sql`0::float8`;
  // Who has no vector has a sum that is null, which least() would pass over.
  return sql`(
    select greatest(least(coalesce(sum(mine * theirs), 0), 1), 0)
    from crowd_vectors as them (them_id, vector), unnest(${pgArray(vector)}::float8[], vector) as number (mine, theirs)
    where them_id = user_id
  )`;
}
