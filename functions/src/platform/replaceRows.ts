import { quoted, type TransactionSql } from './postgres.ts';

/** Rows sent at a time. */
const PAGE = 20_000;

/**
 * Makes a table hold exactly these rows and writes only those that differ. Rows recomputed every night are mostly
 * unchanged, and each write costs index updates, foreign-key checks and a dead row to vacuum.
 *
 * @param key the primary key
 * @param rows all with the same columns, at least one of them outside the key; other columns of the table keep their
 * values or defaults
 * @param only an SQL condition on the incoming rows; rows that do not meet it are left out
 */
export async function replaceRows(
  sql: TransactionSql,
  table: string,
  key: readonly string[],
  rows: readonly object[],
  only = 'true',
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const values = columns.filter((column) => !key.includes(column));
  const kept = quoted([table]);
  const incoming = quoted([`incoming_${table}`]);
  await sql.unsafe(`create temporary table ${incoming} (like ${kept}) on commit drop`);
  for (let from = 0; from < rows.length; from += PAGE) {
    await sql.unsafe(
      `insert into ${incoming} (${quoted(columns)})
       select ${quoted(columns)} from jsonb_populate_recordset(null::${kept}, $1::text::jsonb) as incoming where ${only}`,
      [JSON.stringify(rows.slice(from, from + PAGE))],
    );
  }
  await sql.unsafe(`analyze ${incoming}`);
  await sql.unsafe(`
    delete from ${kept} as kept
    where not exists (
      select from ${incoming} as incoming where (${quoted(key, 'incoming')}) = (${quoted(key, 'kept')})
    )`);
  if (rows.length > 0) {
    await sql.unsafe(`
      insert into ${kept} (${quoted(columns)})
      (select ${quoted(columns)} from ${incoming} except select ${quoted(columns)} from ${kept})
      on conflict (${quoted(key)}) do update set
        (${quoted(values)}) = row(${quoted(values, 'excluded')})`);
  }
  await sql.unsafe(`drop table ${incoming}`);
}
