import assert from 'node:assert/strict';
import { migratedDatabase } from '../../functions/test/support/database.ts';
import { tries } from '../../functions/test/support/thorough.ts';
import { fuzzDocuments } from './fuzzDocuments.ts';

describe('documents with values of any type in any field', () => {
  it('are all kept, and keep nobody from an answer', async () => {
    const database = await migratedDatabase();
    const seed = Number(process.env['SEED'] ?? 0);
    const unexpected = await fuzzDocuments(database.sql, tries(500, 2000), seed);
    await database.drop();
    assert.deepEqual(unexpected.slice(0, 10), [], `SEED=${String(seed)}`);
  });
});
