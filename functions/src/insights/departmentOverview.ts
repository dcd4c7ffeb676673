import { z } from 'zod';
import { personTag } from '../platform/cache.ts';
import { callable } from '../platform/callable.ts';
import { DomainError } from '../platform/errors.ts';
import { monthInput, readMonth } from './disclosure/month.ts';
import { viewerOf } from './disclosure/viewer.ts';
import { readDepartmentEvents } from './reading/events.ts';
import { readPeople } from './reading/people.ts';
import { readTrends, type Trends } from './reading/trends.ts';

const input = z.strictObject({
  /** Without one, the caller's own. */
  department: z.string().trim().min(1).max(255).optional(),
  /** Without one, the last that is closed. */
  month: monthInput.optional(),
  limit: z.int().min(1).max(50).default(10),
});

/** Counts are null where they may not be shown. */
export interface DepartmentOverview {
  department: string;
  /** As 2026-03. */
  month: string;
  /** When the month was counted, as RFC 3339: later changes are not in it. */
  asOf: string;
  /** Whether counts are exact; otherwise they are multiples of five, and of groups of at least five. */
  exact: boolean;
  /** Who had an account in the month, who did anything, and what. */
  people: {
    members: number | null;
    active: number | null;
    posted: number | null;
    attended: number | null;
    connected: number | null;
  };
  /** A year up to the month. */
  history: { month: string; members: number | null; active: number | null }[];
  /** What the department uses in the month. */
  skills: Trends;
  /** The events of the month that most of the department visited. */
  events: { id: string; title: string; startDate: string | null; people: number }[];
}

/** How active a department is, what it can and where it goes: for its faculty, and for administrators. */
export const departmentOverview = callable({
  name: 'departmentOverview',
  allow: ['faculty', 'admin'],
  input,
  cache: { seconds: 3600, tags: (_answer: DepartmentOverview, { uid }) => [personTag(uid)] },
  async handle({ caller, sql }, { department: asked, month: wanted, limit }): Promise<DepartmentOverview> {
    const viewer = viewerOf(await caller());
    const department = asked ?? viewer.department;
    if (department === null)
      throw new DomainError('bad-input', 'department: your profile has none, so name one', {
        fields: [{ field: 'department', problem: 'your profile has none, so name one' }],
      });
    if (!viewer.exact && department !== viewer.department)
      throw new DomainError('not-allowed', 'faculty see their own department');
    const month = await readMonth(sql, viewer, wanted);
    const [people, skills, events] = await Promise.all([
      readPeople(sql, viewer, department, month.year),
      readTrends(sql, viewer, { department, month, limit }),
      readDepartmentEvents(sql, viewer, department, { month: month.first, limit }),
    ]);
    return {
      department,
      month: month.first.slice(0, 7),
      asOf: month.countedAt.toISOString(),
      exact: viewer.exact,
      people: {
        members: people.member.at(-1) ?? null,
        active: people.active.at(-1) ?? null,
        posted: people.posted.at(-1) ?? null,
        attended: people.attended.at(-1) ?? null,
        connected: people.connected.at(-1) ?? null,
      },
      history: month.year.map((first, index) => ({
        month: first.slice(0, 7),
        members: people.member[index] ?? null,
        active: people.active[index] ?? null,
      })),
      skills,
      events,
    };
  },
});
