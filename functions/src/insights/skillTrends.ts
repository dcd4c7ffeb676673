import { z } from 'zod';
import { personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { monthInput, readMonth } from './disclosure/month.ts';
import { viewerOf } from './disclosure/viewer.ts';
import { readSkillPairs, type SkillPair } from './reading/skillPairs.ts';
import { readTrends, type Trends } from './reading/trends.ts';

const input = z.strictObject({
  /** Without one, the last that is closed. */
  month: monthInput.optional(),
  /** Without one, the whole campus. */
  department: z.string().trim().min(1).max(255).optional(),
  limit: z.int().min(1).max(50).default(10),
});

export interface SkillTrends extends Trends {
  /** As 2026-03. */
  month: string;
  /** When the month was counted, as RFC 3339: later changes are not in it. */
  asOf: string;
  department: string | null;
  /** Whether counts are exact; otherwise they are multiples of five, and of groups of at least five. */
  exact: boolean;
  /** Skills that people of the whole campus have together, those that belong together most first. */
  together: SkillPair[];
}

/**
 * For everybody who is signed in: which skills are used, which ones more than before, and which ones go together;
 * in a calendar month, by the whole campus or a department.
 */
export const skillTrends = callable({
  name: 'skillTrends',
  allow: 'signed-in',
  input,
  cache: { seconds: 3600, tags: (_answer: SkillTrends, { uid }) => [personTag(uid)] },
  async handle({ caller, sql }, { month: asked, department = null, limit }): Promise<SkillTrends> {
    const viewer = viewerOf(await caller());
    const month = await readMonth(sql, viewer, asked);
    const [trends, together] = await Promise.all([
      readTrends(sql, viewer, { department, month, limit }),
      department === null ? readSkillPairs(sql, viewer, limit) : [],
    ]);
    return {
      month: month.first.slice(0, 7),
      asOf: month.countedAt.toISOString(),
      department,
      exact: viewer.exact,
      ...trends,
      together,
    };
  },
});
