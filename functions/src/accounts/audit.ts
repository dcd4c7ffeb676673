import { z } from 'zod';
import { personCard, readPersonCards, shortList, shortListOf } from '../cards/index.ts';
import { readActs, type ActFilter, type RecordedAct } from '../platform/audit/readActs.ts';
import { callable } from '../platform/callable.ts';
import { foreignCursor, makeCursor, nextCursor, readCursor } from '../platform/cursor.ts';
import { uidInput } from '../platform/documents/idInput.ts';
import { ERRORS, type ErrorCode } from '../platform/errors.ts';
import { time } from '../platform/output.ts';
import type { Sql } from '../platform/postgres.ts';

const timeInput = z.iso
  .datetime({ offset: true })
  .regex(/^(19|20|21)/, 'must be a time, such as 2026-03-16T08:00:00Z')
  .transform((text) => new Date(text));

const input = z.strictObject({
  of: uidInput.optional().describe('The person whom it concerned.'),
  by: uidInput.optional().describe('The person who did it.'),
  action: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('The name of a callable, or of an operator’s command such as `dead-letters show`.'),
  from: timeInput.optional().describe('From this time on, with an offset or `Z`.'),
  to: timeInput.optional().describe('Before this time, with an offset or `Z`.'),
  limit: z.int().min(1).max(100).default(20),
  cursor: z
    .string()
    .max(3000)
    .optional()
    .describe('`cursor` of the previous page, with the same `of`, `by` and `action`.'),
});

const named = z
  .strictObject({
    id: z.string(),
    person: personCard.nullable().describe('Null for an account without a profile.'),
  })
  .meta({ id: 'AuditedPerson', description: 'Somebody in the record.' });

type Named = z.infer<typeof named>;

const entry = z
  .strictObject({
    at: time,
    by: named
      .nullable()
      .describe('The person who did it; null for an operator, and for somebody who was erased.'),
    operator: z
      .string()
      .nullable()
      .describe('What the operator’s system calls them, which nobody has verified; null for a person.'),
    role: z
      .string()
      .nullable()
      .describe('The role in which they did it; null for none, and for an operator.'),
    reach: z
      .string()
      .nullable()
      .describe(
        'Whose data the caller got: of `departments`, of `everyone`, or their `own`, for those who manage something of their own; null for operators.',
      ),
    action: z.string().describe('The name of a callable, or of an operator’s command.'),
    outcome: z
      .enum(['ok', 'begun', ...(Object.keys(ERRORS) as ErrorCode[])])
      .meta({ id: 'AuditOutcome' })
      .describe(
        '`ok`: the call was answered. `begun`: it was about to change something. Anything else: why there was no answer.',
      ),
    detail: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('What it was about besides people, such as an event; null if nothing else.'),
    about: shortListOf(named).describe(
      'The people whom it concerned; `total` includes those who were erased.',
    ),
  })
  .meta({ id: 'AuditEntry', description: 'One entry of the record.' });

type AuditEntry = z.infer<typeof entry>;

const output = z
  .strictObject({
    entries: z.array(entry).describe('The newest first.'),
    cursor: nextCursor,
  })
  .meta({ id: 'AuditLog' });

type AuditLog = z.infer<typeof output>;

export const audit = callable({
  name: 'audit',
  description: `Who saw whose data, and who did what, with more rights than members have.

The record goes back 400 days. Asking is recorded, too.`,
  input,
  output,
  errors: [],
  idempotent: true,
  audit: {
    subjects: (answer: AuditLog | null, { of, by }) => {
      const shown = answer?.entries.flatMap(({ by: actor, about }) => [actor, ...about.items]) ?? [];
      return [of, by, ...shown.map((person) => person?.id)].filter((id) => id !== undefined);
    },
    detail: ({ action }) => ({ action }),
  },
  async handle({ sql, now }, { limit, cursor, ...filter }): Promise<AuditLog> {
    const before = cursor === undefined ? null : startOfPage(filter, cursor);
    const page = await readActs(sql, filter, { before, limit: limit + 1 });
    const shown = page.slice(0, limit);
    const last = page.length > limit ? shown.at(-1) : undefined;
    return {
      entries: await withNames(sql, now, shown),
      cursor: last === undefined ? null : makeCursor([...keysOf(filter), last.id]),
    };
  },
});

/** Adds the cards of those who acted, and of the first few whom each act was about. */
async function withNames(sql: Sql, now: Date, acts: RecordedAct[]): Promise<AuditEntry[]> {
  const firstOf = ({ about }: RecordedAct): string[] => shortList(about.ids).items;
  const ids = new Set(acts.flatMap((act) => [act.by, ...firstOf(act)]).filter((id) => id !== null));
  const cards = await readPersonCards(sql, now, [...ids], 'audit');
  const toNamed = (id: string): Named => ({ id, person: cards.get(id) ?? null });
  return acts.map((act) => ({
    at: act.at.toISOString(),
    by: act.by === null ? null : toNamed(act.by),
    operator: act.operator,
    role: act.role,
    reach: act.reach,
    action: act.action,
    outcome: act.outcome,
    detail: act.detail,
    about: { total: act.about.total, items: firstOf(act).map(toNamed) },
  }));
}

const cursorContent = z.tuple([z.string(), z.string(), z.string(), z.string().regex(/^\d{1,18}$/)]);

/** The id of the row before which the page begins. @throws DomainError for a cursor of another query */
function startOfPage(filter: ActFilter, cursor: string): string {
  const content = readCursor(cursorContent, cursor);
  if (content === null || keysOf(filter).some((key, index) => key !== content[index])) throw foreignCursor();
  return content[3];
}

function keysOf({ of = '', by = '', action = '' }: ActFilter): [string, string, string] {
  return [of, by, action];
}
