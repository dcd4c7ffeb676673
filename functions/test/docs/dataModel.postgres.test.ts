import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';

const DATA_MODEL = readFileSync(new URL('../../../docs/data-model.md', import.meta.url), 'utf8');

describe('the tables of docs/data-model.md', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  it('are those of the schema', async () => {
    const rows = await database.sql<{ name: string }[]>`
      select table_name::text as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'
      order by table_name collate "C"`;
    assert.deepEqual(
      documentedTables(),
      rows.map(({ name }) => name),
    );
  });
});

/** The names in the first column of every table below "Tables" whose columns are "table" and "holds". */
function documentedTables(): string[] {
  const section = DATA_MODEL.slice(DATA_MODEL.indexOf('\n## Tables\n'));
  const tables = [...section.matchAll(/^\| table \| holds \|\n\|.*\|\n((?:\|.*\n)+)/gm)];
  const cells = tables.flatMap(([, rows = '']) => rows.split('\n').map((row) => row.split('|')[1] ?? ''));
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)).sort();
}
