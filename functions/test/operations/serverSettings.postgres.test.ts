import assert from 'node:assert/strict';
import { connect, pgArray, type Sql } from '../../src/platform/postgres.ts';
import { runNight, writeCampus } from '../support/campus.ts';
import { migratedDatabase } from '../support/database.ts';

const FIRST_NIGHT = new Date('2026-03-01T02:00:00Z');
const SECOND_NIGHT = new Date('2026-03-02T02:00:00Z');

describe('the jobs of two nights', () => {
  let expected: Record<string, string>;
  before(async () => {
    expected = await rowsAfterTwoNights({});
    const filled = Object.values(expected).filter((rows) => rows !== '[]');
    assert.ok(filled.length > 30, `${String(filled.length)} tables have rows`);
  });

  const settings: [where: string, Record<string, string>][] = [
    ['writes dates as German', { DateStyle: 'German' }],
    ['writes dates as SQL, DMY', { DateStyle: 'SQL, DMY' }],
    // As it may once the tables have grown, or their statistics are old.
    ['plans other joins', { enable_hashjoin: 'off', enable_seqscan: 'off' }],
    ['sorts instead of hashing', { enable_hashagg: 'off', enable_indexscan: 'off' }],
  ];
  for (const [where, values] of settings) {
    it(`leave the same rows where the database ${where}`, async () => {
      const rows = await rowsAfterTwoNights(values);
      const different = Object.keys(expected).filter((table) => rows[table] !== expected[table]);
      assert.equal(different.join(', '), '');
    });
  }
});

/** The rows of each table of a campus after two nights in a database with these settings. */
async function rowsAfterTwoNights(settings: Record<string, string>): Promise<Record<string, string>> {
  const database = await migratedDatabase();
  const name = new URL(database.url).pathname.slice(1);
  for (const [setting, value] of Object.entries(settings))
    await database.sql.unsafe(`alter database ${name} set ${setting} = '${value}'`);
  // Settings of a database apply to sessions that start later.
  const sql = connect(database.url);
  try {
    await writeCampus(sql, { students: 40, now: FIRST_NIGHT });
    await runNight(sql, FIRST_NIGHT);
    await writeCampus(sql, { students: 40, now: SECOND_NIGHT });
    await runNight(sql, SECOND_NIGHT);
    return await contents(sql);
  } finally {
    await sql.end();
    await database.drop();
  }
}

/** They hold when, and how fast, the campus was written and the jobs ran, or what each database draws for itself. */
const ABOUT_THE_RUN = ['erasure_ledger', 'job_runs', 'sync_counts', 'platform_reports', 'career_refresh'];

/** All rows of each table, without their numbers and the time of the clock when they were written. */
async function contents(sql: Sql): Promise<Record<string, string>> {
  const tables = await sql<{ name: string; volatile: string[] }[]>`
    select table_name as name, coalesce(json_agg(column_name) filter (
      where is_identity = 'YES' or column_default in ('now()', 'clock_timestamp()') or column_name = 'read_at'
    ), '[]') as volatile
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' group by table_name`;
  const rows: Record<string, string> = {};
  for (const { name, volatile } of tables.filter((table) => !ABOUT_THE_RUN.includes(table.name))) {
    const [row] = await sql<{ rows: string }[]>`
      select coalesce(json_agg(kept order by kept::text), '[]')::text as rows from (
        select to_jsonb(whole) - ${pgArray(volatile)}::text::text[] as kept from ${sql(name)} as whole
      ) as kept`;
    rows[name] = row?.rows ?? '';
  }
  return rows;
}
