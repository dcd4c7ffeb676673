import type { Sql } from '../../platform/postgres.ts';
import { growth, type Growth } from '../disclosure/association.ts';
import { SMALLEST_GROUP } from '../disclosure/counts.ts';
import type { Month } from '../disclosure/month.ts';
import type { Viewer } from '../disclosure/viewer.ts';
import { readSkillHistory, readSkills, type SkillUse } from './skills.ts';

/** One skill in a month. Counts are null where they may not be shown. */
interface SkillTrend {
  name: string;
  /** Who named it in a post of the month, or was at an event about it. */
  people: number | null;
  /** Who has it on their profile. */
  profiles: number | null;
  /** Of the share of those who used any skill, against the month before. */
  growth: Growth | null;
}

export interface Trends {
  /** Who used any skill in the month. */
  people: number | null;
  /** The most used first, with a year up to the month. */
  popular: (SkillTrend & { history: { month: string; people: number | null }[] })[];
  /** Those that certainly became more common since the month before (95 %), the surest first. */
  rising: SkillTrend[];
}

/** Reads which skills are used in a month, by a department or, when it is null, by the campus. */
export async function readTrends(
  sql: Sql,
  viewer: Viewer,
  { department, month, limit }: { department: string | null; month: Month; limit: number },
): Promise<Trends> {
  const skills = await readSkills(sql, viewer, department, month.first);
  const most = skills.slice(0, limit);
  const history = await readSkillHistory(sql, viewer, department, {
    months: month.year,
    skills: most.map(({ id }) => id),
  });
  const any = history.get(null) ?? [];
  // Of the whole campus, what is not shown is fewer than five, so growth is at least so much. The parts of a
  // department may be hidden for the sake of others.
  const hidden = viewer.exact ? 0 : department === null ? SMALLEST_GROUP : null;
  const trend = ({ name, people, profiles, before }: SkillUse): SkillTrend => ({
    name,
    people,
    profiles,
    growth: growthOf(people, before ?? hidden, any),
  });
  return {
    people: any.at(-1) ?? null,
    popular: most.map((skill) => ({
      ...trend(skill),
      history: month.year.map((first, index) => ({
        month: first.slice(0, 7),
        people: history.get(skill.id)?.[index] ?? null,
      })),
    })),
    rising: rising(skills.map(trend)).slice(0, limit),
  };
}

/** @param any how many people used any skill, by month */
function growthOf(now: number | null, before: number | null, any: (number | null)[]): Growth | null {
  const [anyBefore = null, anyNow = null] = any.slice(-2);
  if (now === null || before === null || anyBefore === null || anyNow === null) return null;
  return growth({ part: now, whole: anyNow }, { part: Math.min(before, anyBefore), whole: anyBefore });
}

function rising(trends: SkillTrend[]): SkillTrend[] {
  const low = (trend: SkillTrend): number => trend.growth?.low ?? 0;
  return trends.filter((trend) => low(trend) > 1).sort((a, b) => low(b) - low(a));
}
