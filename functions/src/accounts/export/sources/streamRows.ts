import type { PendingQuery, Row } from 'postgres';

export type { PendingQuery } from 'postgres';

/** Rows in memory at a time. */
const PAGE_SIZE = 500;

/** The rows of a statement, in memory that does not depend on how many there are. */
export async function* streamRows<Rows extends readonly Row[]>(
  statement: PendingQuery<Rows>,
): AsyncGenerator<Rows[number]> {
  for await (const page of statement.cursor(PAGE_SIZE)) yield* page;
}
