import { z } from 'zod';
import { count, month } from '../../platform/output.ts';
import type { Sql } from '../../platform/postgres.ts';
import type { DisclosedMonth } from '../disclosure/disclosedMonth.ts';
import { MIN_GROUP_SIZE } from '../disclosure/disclosureRules.ts';
import type { Viewer } from '../disclosure/disclosureViewer.ts';
import { growth, growthRatio, type Growth } from '../statistics/growth.ts';
import { readMonthlySkills, readSkillHistory, type MonthlySkill } from './monthlySkills.ts';

const people = count
  .nullable()
  .describe(
    'People who named it in a post of the month or attended an event about it; null where it may not be shown.',
  );

const trend = {
  name: z.string(),
  people,
  profiles: count.nullable().describe('People who have it on their profile; null where it may not be shown.'),
  growth: growthRatio
    .nullable()
    .describe(
      'The growth, since the month before, of its share among people who used any skill, so that a holiday is not a decline. Null where it may not be shown.',
    ),
};

const risingSkill = z.strictObject(trend).meta({ id: 'RisingSkill' });

const popularSkill = z
  .strictObject({
    ...trend,
    history: z
      .array(z.strictObject({ month, people }).meta({ id: 'SkillMonth' }))
      .describe('The twelve months up to this one, the oldest first.'),
  })
  .meta({ id: 'PopularSkill' });

/** The skill trends of a month. Counts are null where they may not be shown. */
export const trendFields = {
  people: count
    .nullable()
    .describe('People who used any skill in the month; null where it may not be shown.'),
  popular: z.array(popularSkill).describe('The most used first.'),
  rising: z.array(risingSkill).describe('Skills whose share grew with 95 % certainty, the surest first.'),
};

type SkillTrend = z.infer<typeof risingSkill>;
export type Trends = z.infer<z.ZodObject<typeof trendFields>>;

export const NO_TRENDS: Trends = { people: null, popular: [], rising: [] };

/** The skill trends of a month, for a department or, if null, the whole campus. */
export async function readSkillTrends(
  sql: Sql,
  viewer: Viewer,
  {
    departmentKey,
    month: { first: closed, year },
    limit,
  }: { departmentKey: string | null; month: DisclosedMonth; limit: number },
): Promise<Trends> {
  const skills = await readMonthlySkills(sql, viewer, departmentKey, closed);
  const popular = skills.slice(0, limit);
  const history = await readSkillHistory(sql, viewer, departmentKey, {
    months: year,
    skills: popular.map(({ id }) => id),
  });
  const anySkill = history.get(null) ?? [];
  // For the campus, a hidden count is below five, which bounds growth from below. A department's count may also be
  // hidden to protect another part, so nothing is known.
  const hiddenCount = viewer.exact ? 0 : departmentKey === null ? MIN_GROUP_SIZE : null;
  const toTrend = ({ name, people, profiles, before }: MonthlySkill): SkillTrend => ({
    name,
    people,
    profiles,
    growth: growthOf(people, before ?? hiddenCount, anySkill),
  });
  return {
    people: anySkill.at(-1) ?? null,
    popular: popular.map((skill) => ({
      ...toTrend(skill),
      history: year.map((first, index) => ({
        month: first.slice(0, 7),
        people: history.get(skill.id)?.[index] ?? null,
      })),
    })),
    rising: risingSkills(skills.map(toTrend)).slice(0, limit),
  };
}

/** @param anySkill users of any skill per month, oldest first */
function growthOf(now: number | null, before: number | null, anySkill: (number | null)[]): Growth | null {
  const [anyBefore = null, anyNow = null] = anySkill.slice(-2);
  if (now === null || before === null || anyBefore === null || anyNow === null) return null;
  return growth({ part: now, whole: anyNow }, { part: Math.min(before, anyBefore), whole: anyBefore });
}

function risingSkills(trends: SkillTrend[]): SkillTrend[] {
  const low = (trend: SkillTrend): number => trend.growth?.low ?? 0;
  return trends.filter((trend) => low(trend) > 1).sort((a, b) => low(b) - low(a));
}
