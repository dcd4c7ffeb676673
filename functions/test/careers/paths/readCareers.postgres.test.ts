import assert from 'node:assert/strict';
import { readCareer } from '../../../src/careers/paths/readCareers.ts';
import { allCollections } from '../../../src/sync/collections/index.ts';
import { Writer } from '../../../src/sync/pipeline/writer.ts';
import { change } from '../../support/changes.ts';
import { migratedDatabase, type TestDatabase } from '../../support/database.ts';

describe('a career', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  it('has one organisation and one industry for all their spellings', async () => {
    const spellings = ['Società X', 'Societa\u0300 X', 'SOCIETÀ  X', ' società\u00a0x\u200b', 'Ｓocietà X'];
    await new Writer(database.sql, allCollections).apply([
      change('users/ada', 1, { name: 'Ada' }),
      ...spellings.map((spelling, index) =>
        change(`users/ada/positions/p${String(index)}`, 1, {
          ...{ title: 'Engineer', organisation: spelling, industry: spelling },
          startDate: `201${String(index)}`,
        }),
      ),
      change('users/ada/positions/other', 1, { title: 'Engineer', organisation: 'Societa X' }),
    ]);
    const career = await readCareer(database.sql, new Date('2026-01-01'), 'ada');
    assert.ok(career !== null);
    const { positions } = career;
    assert.equal(positions.length, spellings.length + 1);
    assert.deepEqual([...new Set(positions.map(({ organisation }) => organisation))].sort(), [
      'societa x',
      'società x',
    ]);
    assert.deepEqual(
      [...new Set(positions.map(({ industry }) => industry))].sort(),
      [null, 'società x'].sort(),
    );
  });
});
