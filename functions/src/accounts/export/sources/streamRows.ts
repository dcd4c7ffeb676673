import type { PendingQuery, Row } from 'postgres';

export type { PendingQuery } from 'postgres';

/** The rows of a statement. All are in memory: of one person, a table has some megabytes at most. */
export async function* streamRows<Rows extends readonly Row[]>(
  statement: PendingQuery<Rows>,
): AsyncGenerator<Rows[number]> {
  yield* await statement;
}
