import { z } from 'zod';
import type { Sql } from '../../platform/postgres.ts';
import { discloseCountSql } from '../disclosure/disclosureRules.ts';
import type { Viewer } from '../disclosure/disclosureViewer.ts';
import { liftFields } from '../statistics/liftFields.ts';
import { liftFactorSql, liftSql } from '../statistics/lift.ts';

export const skillPair = z
  .strictObject({ skills: z.array(z.string()).length(2).describe('The names of both.'), ...liftFields })
  .meta({ id: 'SkillPair', description: 'Two skills that go together.' });

type SkillPair = z.infer<typeof skillPair>;

/** The most strongly associated skills of the campus, by the lower end of the lift's interval. */
export async function readSkillPairs(sql: Sql, viewer: Viewer, limit: number): Promise<SkillPair[]> {
  const overlap = {
    both: discloseCountSql(sql, viewer, sql`pair.people`),
    first: discloseCountSql(sql, viewer, sql`first.people`),
    second: discloseCountSql(sql, viewer, sql`second.people`),
    population: discloseCountSql(sql, viewer, sql`people_with_skills`),
  };
  const rows = await sql<(Omit<SkillPair, 'skills'> & { first: string; second: string })[]>`
    select first, second, people, lift, lift / factor as low, lift * factor as high
    from (
      select first_skill.name as first, second_skill.name as second, ${overlap.both} as people,
        ${liftSql(sql, overlap)} as lift, ${liftFactorSql(sql, overlap)} as factor
      from skill_pairs as pair
      join insight_refresh as refresh on refresh.exact = pair.exact
      join skill_pair_people as first on first.skill_id = pair.skill_id and first.exact = pair.exact
      join skill_pair_people as second on second.skill_id = pair.other_id and second.exact = pair.exact
      join skills as first_skill on first_skill.id = pair.skill_id
      join skills as second_skill on second_skill.id = pair.other_id
      where pair.skill_id < pair.other_id and pair.exact = ${viewer.exact}
    ) as lifted
    where lift > factor
    order by low desc, first, second
    limit ${limit}`;
  return rows.map(({ first, second, ...pair }) => ({ skills: [first, second], ...pair }));
}
