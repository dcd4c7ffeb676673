import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/platform/documents/json.ts';
import { allCollections, collections } from '../../../src/sync/collections/index.ts';
import { readRowStates } from '../../../src/sync/consistency/rowStates.ts';
import { prepareChange, type ProjectedChange } from '../../../src/sync/pipeline/prepareChange.ts';
import { change } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';
import { writeDocuments } from '../../support/writeDocuments.ts';

describe('columns of visibility', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await migratedDatabase();
  });
  afterEach(async () => {
    delete process.env['DEFAULT_VISIBILITY'];
    await database.drop();
  });

  const readVisible = async (): Promise<unknown> => {
    const [row] = await database.sql`
      select visible_in_search, visible_in_matching, visible_in_forecast, shares_attendance from users`.values();
    return row;
  };

  it('say what a person chose, and nothing once the person is deleted', async () => {
    const visibility = { search: true, matching: 'yes', attendance: false };
    await writeDocuments(database.sql, { 'users/ada': { name: 'Ada', visibility } });
    assert.deepEqual(await readVisible(), [true, false, true, false]);
    await writeDocuments(database.sql, { 'users/ada': null });
    assert.deepEqual(await readVisible(), [null, null, null, null]);
  });

  it('are what the check compares, so that it brings rows to another default', async () => {
    const document = { name: 'Ada', visibility: { search: true } };
    await writeDocuments(database.sql, { 'users/ada': document });
    assert.equal(await isSame(document), true);
    process.env['DEFAULT_VISIBILITY'] = 'matching';
    assert.equal(await isSame(document), false);
  });

  async function isSame(document: JsonObject): Promise<boolean | undefined> {
    const [row] = await database.sql<{ version: string }[]>`select version from users`;
    const prepared = prepareChange(allCollections, change('users/ada', Number(row?.version), document));
    const projected = prepared as ProjectedChange;
    const states = await readRowStates(database.sql, collections.users, [{ key: ['ada'], projected }]);
    return states.get('["ada"]')?.isSame;
  }
});
