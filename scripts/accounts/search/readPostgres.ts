import { transaction, type Sql, type TransactionSql } from '../../../functions/src/platform/postgres.ts';
import { timeouts } from '../../../functions/src/platform/timeouts.ts';
import type { Cell } from './cell.ts';

/** Rows fetched at a time. */
const PAGE_SIZE = 500;

interface Table {
  schema: string;
  name: string;
  columns: { name: string; isBinary: boolean }[];
}

/**
 * Yields every cell of every table that matches a pattern: one pass per table for all needles. Also what the planner's
 * statistics keep of values. Bytes are matched as text and in hexadecimal.
 *
 * @param pattern see `Needles.source`
 * @param onTable is told how many tables have been read, of how many
 */
export async function* readPostgres(
  sql: Sql,
  pattern: string,
  onTable: (done: number, total: number) => void = () => undefined,
): AsyncGenerator<Cell> {
  const tables = await listTables(sql);
  for (const [index, table] of tables.entries()) {
    onTable(index, tables.length);
    for (const { column, text } of await matchingCells(sql, table, pattern)) {
      const place = table.schema === 'public' ? table.name : `${table.schema}.${table.name}`;
      yield { store: 'Postgres', place, column, text };
    }
  }
  onTable(tables.length, tables.length);
  yield* await matchingStatistics(sql, pattern);
}

/** Tables, partitions and materialised views of all schemas but the system's. */
function listTables(sql: Sql): Promise<Table[]> {
  return sql<Table[]>`
    select nspname as schema, relname as name,
      json_agg(json_build_object('name', attname, 'isBinary', atttypid = 'bytea'::regtype) order by attnum) as columns
    from pg_class
    join pg_namespace on pg_namespace.oid = relnamespace
    join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
    where relkind in ('r', 'm') and nspname <> 'information_schema' and nspname not like 'pg\\_%'
    group by nspname, relname
    order by nspname, relname`;
}

async function matchingCells(
  sql: Sql,
  { schema, name, columns }: Table,
  pattern: string,
): Promise<{ column: string; text: string }[]> {
  const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
  const texts = columns.map(({ name: column, isBinary }) => textOf(`searched.${quote(column)}`, isBinary));
  const cells = columns.map(
    ({ name: column }, index) => `('${column.replaceAll("'", "''")}', ${texts[index] ?? ''})`,
  );
  const statement = `
    select cell.name as column, cell.content as text
    from ${quote(schema)}.${quote(name)} as searched
    cross join lateral (values ${cells.join(', ')}) as cell (name, content)
    where (concat_ws(chr(10), ${texts.join(', ')}) collate "default") ~* $1
      and (cell.content collate "default") ~* $1`;
  return reading(sql, async (opened) => {
    const found: { column: string; text: string }[] = [];
    const rows = opened.unsafe<{ column: string; text: string }[]>(statement, [pattern]);
    for await (const page of rows.cursor(PAGE_SIZE)) found.push(...page);
    return found;
  });
}

function textOf(column: string, isBinary: boolean): string {
  // "Escape" leaves ASCII as it is; other letters are found in hexadecimal.
  return isBinary ? `encode(${column}, 'escape') || ' ' || encode(${column}, 'hex')` : `${column}::text`;
}

function matchingStatistics(sql: Sql, pattern: string): Promise<Cell[]> {
  return reading(
    sql,
    (opened) => opened<Cell[]>`
      select 'Postgres statistics' as store, tablename as place, attname as column, kept as text
      from pg_stats
      cross join lateral (values
        (most_common_vals::text), (histogram_bounds::text), (most_common_elems::text)) as value (kept)
      where schemaname <> 'information_schema' and schemaname not like 'pg\\_%'
        and (kept collate "default") ~* ${pattern}
      union all
      select 'Postgres statistics', tablename, statistics_name, most_common_vals::text
      from pg_stats_ext
      where (most_common_vals::text collate "default") ~* ${pattern}`,
  );
}

/** A large table takes longer than the time limits of functions. */
function reading<Result>(sql: Sql, work: (opened: TransactionSql) => Promise<Result>): Promise<Result> {
  return transaction(sql, async (opened) => {
    await opened`select ${timeouts(opened, { statement: '0', lock: '0' })}`;
    return work(opened);
  });
}
