import { z } from 'zod';
import { readPersonCards, shortList, type PersonCard, type ShortList } from '../cards/index.ts';
import { readActs, type ActFilter, type RecordedAct } from '../platform/audit/readActs.ts';
import { callable } from '../platform/callable.ts';
import { foreignCursor, makeCursor, readCursor } from '../platform/cursor.ts';
import { uidInput } from '../platform/documents/idInput.ts';
import type { Sql } from '../platform/postgres.ts';

const time = z.iso
  .datetime({ offset: true })
  .regex(/^(19|20|21)/, 'must be a time, such as 2026-03-16T08:00:00Z')
  .transform((text) => new Date(text));

const input = z.strictObject({
  /** Who was looked up or concerned. */
  of: uidInput.optional(),
  /** Who did it. */
  by: uidInput.optional(),
  /** A callable, or an operator's command. */
  action: z.string().min(1).max(100).optional(),
  /** From this time on, and before that one. */
  from: time.optional(),
  to: time.optional(),
  limit: z.int().min(1).max(100).default(20),
  /** The `cursor` of the page before. */
  cursor: z.string().max(3000).optional(),
});

/** Somebody in the record; the card is null for somebody without a profile. */
interface Named {
  id: string;
  person: PersonCard | null;
}

interface AuditEntry extends Pick<RecordedAct, 'role' | 'reach' | 'action' | 'outcome' | 'detail'> {
  at: string;
  /** Null for an operator, and for somebody who was erased. */
  by: Named | null;
  /** What the operator's system calls them, which nobody has verified; null for a person. */
  operator: string | null;
  /** `total` counts those who were erased, too. */
  about: ShortList<Named>;
}

interface AuditLog {
  /** The newest first. */
  entries: AuditEntry[];
  /** For the next page; null after the last one. */
  cursor: string | null;
}

/** For administrators: who looked at whom, and who did what, with more rights than members have, in the last 400 days. */
export const audit = callable({
  name: 'audit',
  input,
  audit: {
    subjects: (answer: AuditLog | null, { of, by }) => {
      const shown = answer?.entries.flatMap((entry) => [entry.by, ...entry.about.items]) ?? [];
      return [of, by, ...shown.map((named) => named?.id)].filter((id) => id !== undefined);
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
  const named = (id: string): Named => ({ id, person: cards.get(id) ?? null });
  return acts.map((act) => ({
    at: act.at.toISOString(),
    by: act.by === null ? null : named(act.by),
    operator: act.operator,
    role: act.role,
    reach: act.reach,
    action: act.action,
    outcome: act.outcome,
    detail: act.detail,
    about: { total: act.about.total, items: firstOf(act).map(named) },
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
