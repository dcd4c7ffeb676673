import { pgArray, type TransactionSql } from '../../functions/src/platform/postgres.ts';

/**
 * Fills tables without their indexes, which take long to keep up to date row by row, and makes those again
 * afterwards.
 *
 * @param names of the indexes; all that are not unique unless they are given
 */
export async function withoutIndexes(
  sql: TransactionSql,
  fill: () => Promise<void>,
  names?: string[],
): Promise<void> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexname as name, indexdef as definition from pg_indexes
    where schemaname = 'public'
      and ${names === undefined ? sql`indexdef like 'CREATE INDEX %'` : sql`indexname = any(${pgArray(names)}::text[])`}`;
  for (const { name } of indexes) await sql`drop index ${sql(name)}`;
  await fill();
  for (const { definition } of indexes) await sql.unsafe(definition);
}
