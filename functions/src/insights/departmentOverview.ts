import { z } from 'zod';
import { withEvents, type EventCard } from '../cards/index.ts';
import { eventTag, personTag } from '../platform/cache.ts';
import { unknownDepartment } from '../names/index.ts';
import { callable, type CallContext } from '../platform/callable.ts';
import { labelInput } from '../platform/documents/labels.ts';
import type { Freshness } from '../platform/freshness.ts';
import { departmentsInReach } from '../platform/identity/departmentsInReach.ts';
import { invalidField } from '../platform/input.ts';
import { monthInput, readDisclosedMonth, undisclosedMonth } from './disclosure/disclosedMonth.ts';
import { viewerOf } from './disclosure/disclosureViewer.ts';
import { readDepartmentName } from './queries/departmentName.ts';
import { readDepartmentEvents } from './queries/departmentEvents.ts';
import { readMonthlyPeople } from './queries/monthlyPeople.ts';
import { NO_TRENDS, readSkillTrends, type Trends } from './queries/skillTrends.ts';

const input = z.strictObject({
  /** Required unless the caller's claims name exactly one. */
  department: labelInput.optional(),
  /** Defaults to the last closed month. */
  month: monthInput.optional(),
  limit: z.int().min(1).max(50).default(10),
});

/** Counts are null where they may not be shown. `asOf` is when the month was counted; later changes are not included. */
export interface DepartmentOverview extends Freshness {
  department: string;
  /** Such as 2026-03. */
  month: string;
  /** Whether counts are exact or protected by the rules of disclosureRules.ts. */
  exact: boolean;
  /**
   * Users with an account in the month, users who were active, and users by kind of activity. `attended` counts who was at
   * an event as is known or claimed, `checkedIn` who is known to have been.
   */
  people: {
    members: number | null;
    active: number | null;
    posted: number | null;
    attended: number | null;
    checkedIn: number | null;
    connected: number | null;
  };
  /** The twelve months up to this one. */
  history: { month: string; members: number | null; active: number | null }[];
  skills: Trends;
  /** The events of the month with the most visitors from the department. */
  events: { event: EventCard; people: number }[];
}

const NOBODY_COUNTED: DepartmentOverview['people'] = {
  ...{ members: null, active: null, posted: null },
  ...{ attended: null, checkedIn: null, connected: null },
};

/** For faculty and administrators: how active a department is, which skills it uses and which events it visits. */
export const departmentOverview = callable({
  name: 'departmentOverview',
  input,
  cache: {
    seconds: 3600,
    tags: ({ events }: DepartmentOverview, { uid }) => [
      personTag(uid),
      ...events.map(({ event }) => eventTag(event.id)),
    ],
  },
  audit: { subjects: () => [], detail: ({ department, month }) => ({ department, month }) },
  async handle(
    context,
    { department: requested, month: requestedMonth, limit },
  ): Promise<DepartmentOverview> {
    const { sql, now } = context;
    const viewer = viewerOf(context);
    const departmentKey = oneDepartment(context, requested);
    const month = await readDisclosedMonth(sql, viewer, requestedMonth);
    if (month === null) {
      const undisclosed = undisclosedMonth(requestedMonth, now);
      return {
        department: await readDepartmentName(sql, departmentKey),
        ...undisclosed,
        missing: (await unknownDepartment(sql, departmentKey)) ?? undisclosed.missing,
        exact: viewer.exact,
        people: NOBODY_COUNTED,
        history: [],
        skills: NO_TRENDS,
        events: [],
      };
    }
    const [department, people, skills, events] = await Promise.all([
      readDepartmentName(sql, departmentKey),
      readMonthlyPeople(sql, viewer, departmentKey, month.year),
      readSkillTrends(sql, viewer, { departmentKey, month, limit }),
      readDepartmentEvents(sql, viewer, departmentKey, { month: month.first, limit }),
    ]);
    return {
      department,
      month: month.first.slice(0, 7),
      asOf: month.countedAt.toISOString(),
      missing: (people.member.at(-1) ?? 0) > 0 ? null : await unknownDepartment(sql, departmentKey),
      exact: viewer.exact,
      people: {
        members: people.member.at(-1) ?? null,
        active: people.active.at(-1) ?? null,
        posted: people.posted.at(-1) ?? null,
        attended: people.attended.at(-1) ?? null,
        checkedIn: people['checked-in'].at(-1) ?? null,
        connected: people.connected.at(-1) ?? null,
      },
      history: month.year.map((first, index) => ({
        month: first.slice(0, 7),
        members: people.member[index] ?? null,
        active: people.active[index] ?? null,
      })),
      skills,
      events: await withEvents(sql, events),
    };
  },
});

/** The key of the requested department, or of the only one in the caller's claims. @throws DomainError */
function oneDepartment(context: CallContext, requested: string | undefined): string {
  const [departmentKey, ...others] = departmentsInReach(context, requested) ?? context.caller.departmentKeys;
  if (departmentKey === undefined || others.length > 0) {
    throw invalidField('department', 'is required, because your account names not exactly one');
  }
  return departmentKey;
}
