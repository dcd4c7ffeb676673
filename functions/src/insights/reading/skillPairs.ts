import type { Sql } from '../../platform/postgres.ts';
import { liftFactorSql, liftSql } from '../disclosure/association.ts';
import { seenSql } from '../disclosure/counts.ts';
import type { Viewer } from '../disclosure/viewer.ts';

/** Two skills that people have together. */
export interface SkillPair {
  skills: [string, string];
  /** Who has both. */
  people: number;
  /** How many times as many people as if the one had nothing to do with the other; with the 95 % interval. */
  lift: number;
  low: number;
  high: number;
}

/** The skills that belong together most, by the lower end of the interval. */
export async function readSkillPairs(sql: Sql, viewer: Viewer, limit: number): Promise<SkillPair[]> {
  const overlap = {
    both: seenSql(sql, viewer, sql`pair.people`),
    one: seenSql(sql, viewer, sql`one.people`),
    other: seenSql(sql, viewer, sql`other.people`),
    everybody: seenSql(sql, viewer, sql`skilled`),
  };
  const rows = await sql<(Omit<SkillPair, 'skills'> & { one: string; other: string })[]>`
    select one, other, people, lift, lift / factor as low, lift * factor as high
    from (
      select first.name as one, second.name as other, ${overlap.both} as people,
        ${liftSql(sql, overlap)} as lift, ${liftFactorSql(sql, overlap)} as factor
      from insight_refresh
      cross join skill_pairs as pair
      join skill_pair_people as one on one.skill_id = pair.skill_id
      join skill_pair_people as other on other.skill_id = pair.other_id
      join skills as first on first.id = pair.skill_id
      join skills as second on second.id = pair.other_id
      where pair.skill_id < pair.other_id
    ) as lifted
    where lift > factor
    order by low desc, one, other
    limit ${limit}`;
  return rows.map(({ one, other, ...pair }) => ({ skills: [one, other], ...pair }));
}
