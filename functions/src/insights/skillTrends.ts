import { z } from 'zod';
import { personTag } from '../platform/cache.ts';
import { unknownDepartment } from '../names/index.ts';
import { callable } from '../platform/callable.ts';
import { labelInput } from '../platform/documents/labels.ts';
import { freshnessFields } from '../platform/freshness.ts';
import { month } from '../platform/output.ts';
import { monthInput, readDisclosedMonth, undisclosedMonth } from './disclosure/disclosedMonth.ts';
import { exactCounts, viewerOf } from './disclosure/disclosureViewer.ts';
import { readDepartmentName } from './queries/departmentName.ts';
import { readSkillPairs, skillPair } from './queries/skillPairs.ts';
import { NO_TRENDS, readSkillTrends, trendFields } from './queries/skillTrends.ts';

const input = z.strictObject({
  month: monthInput.optional(),
  department: labelInput.optional().describe('By default the whole campus.'),
  limit: z.int().min(1).max(50).default(10),
});

const output = z
  .strictObject({
    ...freshnessFields,
    month,
    department: z.string().nullable().describe('Null for the whole campus.'),
    exact: exactCounts,
    ...trendFields,
    pairs: z
      .array(skillPair)
      .describe('Skills that go together on the campus, the highest `low` first; empty for a department.'),
  })
  .meta({ id: 'SkillTrends' });

/** For signed-in users: the popular, rising and associated skills of a department or the campus in a month. */
export const skillTrends = callable({
  name: 'skillTrends',
  description: `Which skills are used, which are rising, and which go together.

A month is as it was counted a week after its end, at \`asOf\`, and does not change afterwards; only administrators see one that is not closed. For a month that is not shown, figures are null, lists are empty, and \`missing\` says so.`,
  input,
  output,
  errors: [],
  idempotent: true,
  cheap: true,
  cache: { seconds: 3600, tags: (_answer, { uid }) => [personTag(uid)] },
  audit: { subjects: () => [], detail: ({ department, month }) => ({ department, month }) },
  async handle({ reach, sql, now }, { month: requestedMonth, department: departmentKey = null, limit }) {
    const viewer = viewerOf({ reach });
    const department = departmentKey === null ? null : await readDepartmentName(sql, departmentKey);
    const disclosed = await readDisclosedMonth(sql, viewer, requestedMonth);
    if (disclosed === null) {
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
      readSkillTrends(sql, viewer, { departmentKey, month: disclosed, limit }),
      departmentKey === null ? readSkillPairs(sql, viewer, limit) : [],
    ]);
    return {
      month: disclosed.first.slice(0, 7),
      asOf: disclosed.countedAt.toISOString(),
      missing: trends.popular.length === 0 ? await unknownDepartment(sql, departmentKey) : null,
      department,
      exact: viewer.exact,
      ...trends,
      pairs,
    };
  },
});
