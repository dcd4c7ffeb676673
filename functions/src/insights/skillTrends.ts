import { z } from 'zod';
import { callable } from '../platform/callable.ts';
import { growth, type Growth } from './disclosure/association.ts';
import { SMALLEST_GROUP } from './disclosure/counts.ts';
import { monthInput, readMonth } from './disclosure/month.ts';
import { readViewer } from './disclosure/viewer.ts';
import { readSkillPairs, type SkillPair } from './reading/skillPairs.ts';
import { readSkillHistory, readSkills, type SkillUse } from './reading/skills.ts';

const input = z.strictObject({
  /** Without one, the last that is closed. */
  month: monthInput.optional(),
  /** Without one, the whole campus. */
  department: z.string().trim().min(1).max(255).optional(),
  limit: z.int().min(1).max(50).default(10),
});

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

export interface SkillTrends {
  /** As 2026-03. */
  month: string;
  /** When the month was counted, as RFC 3339: later changes are not in it. */
  asOf: string;
  department: string | null;
  /** Whether counts are exact; otherwise they are multiples of five, and of groups of at least five. */
  exact: boolean;
  /** Who used any skill in the month. */
  people: number | null;
  /** The most used first. */
  popular: (SkillTrend & { history: { month: string; people: number | null }[] })[];
  /** Those that certainly became more common since the month before (95 %), the surest first. */
  rising: SkillTrend[];
  /** Skills of the whole campus that people have together, those that belong together most first. */
  together: SkillPair[];
}

/**
 * For everybody who is signed in: which skills are used, which ones more than before, and which ones go together;
 * of a calendar month, for the whole campus or a department.
 */
export const skillTrends = callable({
  name: 'skillTrends',
  allow: 'signed-in',
  input,
  cache: { seconds: 3600, tags: () => [] },
  async handle({ uid, sql }, { month: asked, department = null, limit }): Promise<SkillTrends> {
    const viewer = await readViewer(sql, uid);
    const month = await readMonth(sql, viewer, asked);
    const skills = await readSkills(sql, viewer, department, month.first);
    const most = skills.slice(0, limit);
    const [history, together] = await Promise.all([
      readSkillHistory(sql, viewer, department, { months: month.year, skills: most.map(({ id }) => id) }),
      department === null ? readSkillPairs(sql, viewer, limit) : [],
    ]);
    const any = history.get(null) ?? [];
    const hidden = viewer.exact ? 0 : department === null ? SMALLEST_GROUP : null;
    const trend = (skill: SkillUse): SkillTrend => ({
      name: skill.name,
      people: skill.people,
      profiles: skill.profiles,
      growth: growthOf(skill.people, skill.before ?? hidden, any),
    });
    return {
      month: month.first.slice(0, 7),
      asOf: month.countedAt.toISOString(),
      department,
      exact: viewer.exact,
      people: any.at(-1) ?? null,
      popular: most.map((skill) => ({
        ...trend(skill),
        history: month.year.map((first, index) => ({
          month: first.slice(0, 7),
          people: history.get(skill.id)?.[index] ?? null,
        })),
      })),
      rising: rising(skills.map(trend)).slice(0, limit),
      together,
    };
  },
});

/** @param any how many people used any skill, by month */
function growthOf(now: number | null, before: number | null, any: (number | null)[]): Growth | null {
  const [anyBefore, anyNow] = any.slice(-2);
  if (now === null || before === null || anyBefore == null || anyNow == null) return null;
  return growth({ part: now, whole: anyNow }, { part: Math.min(before, anyBefore), whole: anyBefore });
}

function rising(trends: SkillTrend[]): SkillTrend[] {
  const low = (trend: SkillTrend): number => trend.growth?.low ?? 0;
  return trends.filter((trend) => low(trend) > 1).sort((a, b) => low(b) - low(a));
}
