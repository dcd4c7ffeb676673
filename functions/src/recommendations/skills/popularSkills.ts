import { pgArray } from '../../platform/postgres.ts';
import type { RankingContext, Recommendation } from '../recommender.ts';
import { MAX_COUNTED_PEOPLE } from './associatedSkills.ts';

/** The score of a skill that everybody has: below that of any skill that goes with the student's own. */
const MAX_SCORE = 0.1;

/** The weight of being popular in the student's department; being popular on the whole campus has weight 1. */
const DEPARTMENT_WEIGHT = 10;

interface Row {
  id: string;
  category: string | null;
  department: string | null;
  /** The share of the department that has it, and its popularity against the most popular skill: from 0 to 1. */
  departmentShare: number;
  popularity: number;
}

/**
 * The skills that most people of the student's department have, then those that most people on the campus have.
 * Leaves out the student's own skills.
 */
export async function popularSkills(
  { uid, sql }: RankingContext,
  candidates: readonly string[] | null,
  { limit, except }: { limit: number; except: string[] },
): Promise<Recommendation[]> {
  const rows = await sql<Row[]>`
    with requester as materialized (
      select department_key, label_name('department', department_key, department) as department
      from users where id = ${uid}
    ), classmates as materialized (
      select id from users where live and department_key = (select department_key from requester)
    ), in_department as (
      select skill_id, count(*)::float8 / (select count(*) from classmates) as share
      from user_skills
      where user_id in (select id from classmates)
      group by skill_id
    ), counted as (
      -- The nightly statistics; skills that they lack are counted now, up to a limit that bounds the first day.
      select id, category, coalesce(people, (
        select count(*)
        from (select from user_skills where skill_id = skills.id limit ${MAX_COUNTED_PEOPLE}) as capped
      ))::float8 as people
      from skills
    ), popular as (
      select id, category, coalesce(share, 0) as department_share,
        people / greatest(max(people) over (), 1) as popularity
      from counted
      left join in_department on skill_id = id
      where ${candidates === null ? sql`people > 0` : sql`id = any(${pgArray([...candidates])}::integer[])`}
        and id <> all(${pgArray(except)}::integer[])
        and not exists (select from user_skills where user_id = ${uid} and skill_id = counted.id)
    )
    select id::text, category, department_share as "departmentShare", popularity, department
    from popular, requester
    order by ${DEPARTMENT_WEIGHT} * department_share + popularity desc, popular.id
    limit ${limit}`;
  return rows.map(({ id, category, departmentShare, popularity, department }) => ({
    id,
    score: (MAX_SCORE * (DEPARTMENT_WEIGHT * departmentShare + popularity)) / (DEPARTMENT_WEIGHT + 1),
    ...(departmentShare > 0
      ? { reasonKind: 'common-in-department', reason: `Many in ${department ?? 'your department'} have it.` }
      : { reasonKind: 'common', reason: 'Many people here have it.' }),
    group: category,
    until: null,
    modelVersion: null,
    signals: null,
  }));
}
