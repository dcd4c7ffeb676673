import { pgArray } from '../../platform/postgres.ts';
import type { RankingContext, Recommendation } from '../recommender.ts';

/** A skill that everybody has scores this much: less than one that goes with the caller's own. */
const MOST = 0.1;

/** How much a skill counts that is common in the caller's department, against one that is common elsewhere. */
const DEPARTMENT_WORTH = 10;

interface Row {
  id: string;
  name: string;
  category: string | null;
  department: string | null;
  /** How common it is in the department, and among all: from 0 to 1. */
  near: number;
  all: number;
}

/** The skills that most people of the caller's department have, and then most people, of those not left out. */
export async function commonSkills(
  { uid, sql, among }: RankingContext,
  limit: number,
  leftOut: string[],
): Promise<Recommendation[]> {
  const rows = await sql<Row[]>`
    with requester as materialized (
      select department from users where id = ${uid}
    ), classmates as materialized (
      select id from users where live and department = (select department from requester)
    ), near as (
      select skill_id, count(*)::float8 / (select count(*) from classmates) as share
      from user_skills
      where user_id in (select id from classmates)
      group by skill_id
    ), counted as (
      -- Those of last night, and of skills that are newer their own.
      select id, name, category,
        coalesce(people, (select count(*) from user_skills where skill_id = skills.id))::float8 as people
      from skills
    ), common as (
      select id, name, category, coalesce(share, 0) as near,
        people / greatest(max(people) over (), 1) as all
      from counted
      left join near on skill_id = id
      where ${among === null ? sql`people > 0` : sql`id = any(${pgArray(among)}::integer[])`}
        and id <> all(${pgArray(leftOut)}::integer[])
        and not exists (select from user_skills where user_id = ${uid} and skill_id = counted.id)
    )
    select id::text, name, category, near, common.all, department
    from common, requester
    order by ${DEPARTMENT_WORTH} * near + common.all desc, common.id
    limit ${limit}`;
  return rows.map(({ id, name, category, near, all, department }) => ({
    id,
    title: name,
    score: (MOST * (DEPARTMENT_WORTH * near + all)) / (DEPARTMENT_WORTH + 1),
    ...(near > 0
      ? { reasonKind: 'common-in-department', reason: `Many in ${department ?? 'your department'} have it.` }
      : { reasonKind: 'common', reason: 'Many people here have it.' }),
    group: category,
    until: null,
    modelVersion: null,
    signals: null,
  }));
}
