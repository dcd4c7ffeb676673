import { z } from 'zod';
import { DomainError } from '../../platform/errors.ts';
import type { Sql } from '../../platform/postgres.ts';

/** Which open dead letters: one, those whose reason contains a text, or all. */
export const deadLetterSelection = z
  .discriminatedUnion('by', [
    z.strictObject({ by: z.literal('id'), id: z.int().positive() }).meta({ id: 'DeadLetterById' }),
    z
      .strictObject({
        by: z.literal('reason'),
        reason: z.string().min(1).max(200).describe('A text that the reason contains; case does not matter.'),
      })
      .meta({ id: 'DeadLettersByReason' }),
    z.strictObject({ by: z.literal('all') }).meta({ id: 'AllDeadLetters' }),
  ])
  .meta({ id: 'DeadLetterSelection', description: 'Open dead letters.' });

export type DeadLetterSelection = z.infer<typeof deadLetterSelection>;

/** The SQL condition for open dead letters in the selection. */
export function selectionCondition(sql: Sql, selection: DeadLetterSelection): ReturnType<Sql> {
  if (selection.by === 'id') return sql`discarded_at is null and id = ${selection.id}`;
  if (selection.by === 'all') return sql`discarded_at is null`;
  return sql`discarded_at is null and position(lower(${selection.reason}) in lower(reason)) > 0`;
}

/** Counts the open dead letters in the selection, after this id. */
export async function countDeadLetters(sql: Sql, selection: DeadLetterSelection, after = 0): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::integer as count from dead_letters
    where ${selectionCondition(sql, selection)} and id > ${after}`;
  return row?.count ?? 0;
}

/**
 * Counts the open dead letters in a selection before they are replayed or discarded.
 *
 * @throws DomainError `not-found` if one was named, by its id or its reason, and there is none
 */
export async function requireDeadLetters(sql: Sql, selection: DeadLetterSelection): Promise<number> {
  const found = await countDeadLetters(sql, selection);
  if (found > 0 || selection.by === 'all') return found;
  if (selection.by === 'reason') {
    throw new DomainError(
      'not-found',
      `There is no open dead letter whose reason contains "${selection.reason}".`,
    );
  }
  const id = String(selection.id);
  const [discarded] = await sql`select from dead_letters where id = ${selection.id}`;
  throw new DomainError(
    'not-found',
    discarded === undefined
      ? `There is no dead letter ${id}.`
      : `Dead letter ${id} was discarded. Write its document again to try once more.`,
  );
}
