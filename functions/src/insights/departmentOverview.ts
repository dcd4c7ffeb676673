import { z } from 'zod';
import { eventCard, withEvents } from '../cards/index.ts';
import { eventTag, personTag } from '../platform/cache.ts';
import { unknownDepartment } from '../names/index.ts';
import { callable, type CallContext } from '../platform/callable.ts';
import { labelInput } from '../platform/documents/labels.ts';
import { freshnessFields } from '../platform/freshness.ts';
import { count, month } from '../platform/output.ts';
import { departmentsInReach } from '../platform/identity/departmentsInReach.ts';
import { invalidField } from '../platform/input.ts';
import { monthInput, readDisclosedMonth, undisclosedMonth } from './disclosure/disclosedMonth.ts';
import { exactCounts, viewerOf } from './disclosure/disclosureViewer.ts';
import { readDepartmentName } from './queries/departmentName.ts';
import { readDepartmentEvents } from './queries/departmentEvents.ts';
import { readMonthlyPeople } from './queries/monthlyPeople.ts';
import { NO_TRENDS, readSkillTrends, trendFields } from './queries/skillTrends.ts';

const input = z.strictObject({
  department: labelInput
    .optional()
    .describe(
      'Required unless the caller’s account names exactly one; faculty see only their own. The error is `bad-input`.',
    ),
  month: monthInput.optional(),
  limit: z.int().min(1).max(50).default(10),
});

const people = z
  .strictObject({
    members: count.nullable().describe('People with an account in the month.'),
    active: count.nullable().describe('Those of them who did anything in the month.'),
    posted: count.nullable().describe('Those who wrote a post.'),
    attended: count.nullable().describe('Those who attended an event, whether known or claimed.'),
    checkedIn: count
      .nullable()
      .describe('Those who were checked in at an event, and so are known to have been there.'),
    connected: count.nullable().describe('Those who made a connection.'),
  })
  .meta({
    id: 'DepartmentPeople',
    description: 'The people of a department in a month, by what they did; null where it may not be shown.',
  });

const departmentMonth = people.pick({ members: true, active: true }).extend({ month });

const output = z
  .strictObject({
    ...freshnessFields,
    department: z.string(),
    month,
    exact: exactCounts,
    people,
    history: z
      .array(departmentMonth.meta({ id: 'DepartmentMonth' }))
      .describe('The twelve months up to this one, the oldest first.'),
    skills: z
      .strictObject(trendFields)
      .meta({ id: 'DepartmentSkills', description: 'The skills that people of a department use.' }),
    events: z
      .array(
        z
          .strictObject({ event: eventCard, people: count.describe('Visitors from the department.') })
          .meta({ id: 'DepartmentEvent' }),
      )
      .describe('The events of the month with the most visitors from the department.'),
  })
  .meta({ id: 'DepartmentOverview' });

export type DepartmentOverview = z.infer<typeof output>;

const NOBODY_COUNTED: DepartmentOverview['people'] = {
  ...{ members: null, active: null, posted: null },
  ...{ attended: null, checkedIn: null, connected: null },
};

export const departmentOverview = callable({
  name: 'departmentOverview',
  description: `How active a department is, which skills it uses, and which events it visits.

A month is as it was counted a week after its end, and does not change afterwards. For a month that is not shown, figures are null, lists are empty, and \`missing\` says so.`,
  input,
  output,
  errors: ['not-ready'],
  idempotent: true,
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
    const closed = await readDisclosedMonth(sql, viewer, requestedMonth);
    if (closed === null) {
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
    const [department, counts, skills, events] = await Promise.all([
      readDepartmentName(sql, departmentKey),
      readMonthlyPeople(sql, viewer, departmentKey, closed.year),
      readSkillTrends(sql, viewer, { departmentKey, month: closed, limit }),
      readDepartmentEvents(sql, viewer, departmentKey, { month: closed.first, limit }),
    ]);
    return {
      department,
      month: closed.first.slice(0, 7),
      asOf: closed.countedAt.toISOString(),
      missing: (counts.member.at(-1) ?? 0) > 0 ? null : await unknownDepartment(sql, departmentKey),
      exact: viewer.exact,
      people: {
        members: counts.member.at(-1) ?? null,
        active: counts.active.at(-1) ?? null,
        posted: counts.posted.at(-1) ?? null,
        attended: counts.attended.at(-1) ?? null,
        checkedIn: counts['checked-in'].at(-1) ?? null,
        connected: counts.connected.at(-1) ?? null,
      },
      history: closed.year.map((first, index) => ({
        month: first.slice(0, 7),
        members: counts.member[index] ?? null,
        active: counts.active[index] ?? null,
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
    throw invalidField('department', 'required', 'is required, because your account names not exactly one');
  }
  return departmentKey;
}
