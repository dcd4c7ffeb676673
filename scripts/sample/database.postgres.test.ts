import assert from 'node:assert/strict';
import { migratedDatabase } from '../../functions/test/support/database.ts';
import { writeDocuments } from '../../functions/test/support/writeDocuments.ts';
import { migrate } from '../lib/migrations.ts';
import { emptyTables } from './database.ts';

describe('emptying the tables of a campus', () => {
  it('leaves the record of what was applied, so that nothing is applied again', async () => {
    const database = await migratedDatabase();
    try {
      await writeDocuments(database.sql, { 'users/ada': { name: 'Ada', skills: ['Go'] } });
      await emptyTables(database.sql);
      const left = await database.sql`select id::text from users union all select id::text from skills`;
      assert.deepEqual([...left], []);
      assert.deepEqual(await migrate(database.directUrl), { applied: [], dropped: [] });
    } finally {
      await database.drop();
    }
  });
});
