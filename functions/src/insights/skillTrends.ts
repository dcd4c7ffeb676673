import { z } from 'zod';
import { personTag } from '../platform/cache.ts';
import { unknownDepartment } from '../names/index.ts';
import { callable } from '../platform/callable.ts';
import { labelInput } from '../platform/documents/labels.ts';
import type { Freshness } from '../platform/freshness.ts';
import { monthInput, readDisclosedMonth, undisclosedMonth } from './disclosure/disclosedMonth.ts';
import { viewerOf } from './disclosure/disclosureViewer.ts';
import { readDepartmentName } from './queries/departmentName.ts';
import { readSkillPairs, type SkillPair } from './queries/skillPairs.ts';
import { NO_TRENDS, readSkillTrends, type Trends } from './queries/skillTrends.ts';

const input = z.strictObject({
  /** Defaults to the last closed month. */
  month: monthInput.optional(),
  /** Defaults to the whole campus. */
  department: labelInput.optional(),
  limit: z.int().min(1).max(50).default(10),
});

/** `asOf` is when the month was counted; later changes are not included. */
export interface SkillTrends extends Trends, Freshness {
  /** Such as 2026-03. */
  month: string;
  department: string | null;
  /** Whether counts are exact or protected by the rules of disclosureRules.ts. */
  exact: boolean;
  /** Skills that occur together across the campus, most strongly associated first; empty for a department. */
  pairs: SkillPair[];
}

/** For signed-in users: the popular, rising and associated skills of a department or the campus in a month. */
export const skillTrends = callable({
  name: 'skillTrends',
  input,
  cheap: true,
  cache: { seconds: 3600, tags: (_answer: SkillTrends, { uid }) => [personTag(uid)] },
  audit: { subjects: () => [], detail: ({ department, month }) => ({ department, month }) },
  async handle(
    { reach, sql, now },
    { month: requestedMonth, department: departmentKey = null, limit },
  ): Promise<SkillTrends> {
    const viewer = viewerOf({ reach });
    const department = departmentKey === null ? null : await readDepartmentName(sql, departmentKey);
    const month = await readDisclosedMonth(sql, viewer, requestedMonth);
    if (month === null) {
      const undisclosed = undisclosedMonth(requestedMonth, now);
      return {
        ...undisclosed,
        missing: (await unknownDepartment(sql, departmentKey)) ?? undisclosed.missing,
        department,
        exact: viewer.exact,
        ...NO_TRENDS,
        pairs: [],
      };
    }
    const [trends, pairs] = await Promise.all([
      readSkillTrends(sql, viewer, { departmentKey, month, limit }),
      departmentKey === null ? readSkillPairs(sql, viewer, limit) : [],
    ]);
    return {
      month: month.first.slice(0, 7),
      asOf: month.countedAt.toISOString(),
      missing: trends.popular.length === 0 ? await unknownDepartment(sql, departmentKey) : null,
      department,
      exact: viewer.exact,
      ...trends,
      pairs,
    };
  },
});
