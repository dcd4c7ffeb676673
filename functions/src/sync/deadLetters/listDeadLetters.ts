import { z } from 'zod';
import { count, time } from '../../platform/output.ts';
import type { Json } from '../../platform/documents/json.ts';
import type { Sql } from '../../platform/postgres.ts';

/** A dead letter as listed for operators. */
export const deadLetterSummary = z
  .strictObject({
    id: z.int(),
    collection: z.string(),
    path: z
      .string()
      .nullable()
      .describe('The path of the document; null for a message that is not a change.'),
    reason: z.string(),
    attempts: count,
    firstFailedAt: time,
    lastFailedAt: time,
    discarded: z.boolean(),
  })
  .meta({
    id: 'DeadLetter',
    description: 'A change that cannot be applied, without the contents of the document.',
  });

export type DeadLetterSummary = z.infer<typeof deadLetterSummary>;

/** A dead letter with the message that failed, which may contain personal data; null once discarded. */
export interface DeadLetterDetails extends DeadLetterSummary {
  message: Json;
}

/** Lists open dead letters, or discarded ones, whose reason contains a text, ordered by id, after this id. */
export async function listDeadLetters(
  sql: Sql,
  {
    reason = '',
    after = 0,
    limit = 100,
    discarded = false,
  }: { reason?: string | undefined; after?: number; limit?: number; discarded?: boolean },
): Promise<DeadLetterSummary[]> {
  return sql<DeadLetterSummary[]>`
    select ${summaryColumns(sql)} from dead_letters
    where (discarded_at is not null) = ${discarded} and id > ${after} and position(lower(${reason}) in lower(reason)) > 0
    order by id limit ${limit}`;
}

/** Reads one dead letter, open or discarded, without its message; null if there is none with this id. */
export async function readDeadLetterSummary(sql: Sql, id: number): Promise<DeadLetterSummary | null> {
  const [deadLetter] = await sql<DeadLetterSummary[]>`
    select ${summaryColumns(sql)} from dead_letters where id = ${id}`;
  return deadLetter ?? null;
}

/** Reads one dead letter with its message, for operators alone; null if there is none with this id. */
export async function readDeadLetter(sql: Sql, id: number): Promise<DeadLetterDetails | null> {
  const [deadLetter] = await sql<
    DeadLetterDetails[]
  >`select ${summaryColumns(sql)}, message from dead_letters where id = ${id}`;
  return deadLetter ?? null;
}

function summaryColumns(sql: Sql): ReturnType<Sql> {
  const iso = (column: string): ReturnType<Sql> =>
    sql`to_char(${sql(column)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  return sql`id::integer, collection, path, reason, attempts, ${iso('first_failed_at')} as "firstFailedAt",
    ${iso('last_failed_at')} as "lastFailedAt", discarded_at is not null as discarded`;
}
