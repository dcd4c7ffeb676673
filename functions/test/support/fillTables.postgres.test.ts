import assert from 'node:assert/strict';
import { TABLES } from '../../src/accounts/inventory/inventory.ts';
import { migratedDatabase, type TestDatabase } from './database.ts';
import { canariesOf, fillTables } from './fillTables.ts';

describe('filled tables', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
    await fillTables(database.sql, ['ada', 'zoe']);
  });
  after(() => database.drop());

  it('have a row of each person wherever rows are of people', async () => {
    for (const { table, owner } of TABLES) {
      if (owner === undefined || /^(erasures|audit_.*|system_documents)$/.test(table)) continue;
      for (const uid of ['ada', 'zoe']) {
        const rows = await database.sql<{ text: string }[]>`
          select to_jsonb(t)::text as text from ${database.sql(table)} as t`;
        const canaries = canariesOf(uid);
        assert.ok(
          rows.some(({ text }) => canaries.some((canary) => text.includes(canary))),
          `${table} has nothing of ${uid}`,
        );
      }
    }
  });
});
