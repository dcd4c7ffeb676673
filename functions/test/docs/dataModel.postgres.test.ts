import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { migratedDatabase, type TestDatabase } from '../support/database.ts';

const DATA_MODEL = readFileSync(new URL('../../../docs/data-model.md', import.meta.url), 'utf8');

describe('the tables in docs/data-model.md', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  for (const [kind, type] of [
    ['table', 'BASE TABLE'],
    ['view', 'VIEW'],
  ] as const) {
    it(`name every ${kind} of the schema, and no other`, async () => {
      const rows = await database.sql<{ name: string }[]>`
        select table_name::text as name from information_schema.tables
        where table_schema = 'public' and table_type = ${type}
        order by table_name collate "C"`;
      assert.deepEqual(
        documentedNames(kind),
        rows.map(({ name }) => name),
      );
    });
  }
});

/** The names in the first column of every Markdown table whose columns are this kind and "holds". */
function documentedNames(kind: 'table' | 'view'): string[] {
  const tables = DATA_MODEL.matchAll(
    new RegExp(`^\\| ${kind} \\| holds \\|\\n\\|.*\\|\\n((?:\\|.*\\n)+)`, 'gm'),
  );
  const cells = [...tables].flatMap(([, rows = '']) =>
    rows.split('\n').map((row) => row.split('|')[1] ?? ''),
  );
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)).sort();
}
