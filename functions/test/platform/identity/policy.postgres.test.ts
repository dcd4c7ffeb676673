import assert from 'node:assert/strict';
import { POLICY } from '../../../src/platform/identity/policy.ts';
import { deployedCallables } from '../../docs/deployedCallables.ts';
import { MediaHarness } from '../../support/media.ts';
import { fileOf, writePolicyCampus } from './policy/policyCampus.ts';
import { tryPolicy, type TriedCell } from './policy/tryPolicy.ts';

describe('the policy', () => {
  let harness: MediaHarness;
  let cells: TriedCell[];
  before(async () => {
    harness = await MediaHarness.open();
    await writePolicyCampus(harness.database.sql);
    cells = await tryPolicy(harness.database.sql, harness.stores);
  });
  after(() => harness.close());

  it('covers every deployed callable', async () => {
    assert.deepEqual(Object.keys(await deployedCallables()).sort(), Object.keys(POLICY).sort());
  });

  for (const name of Object.keys(POLICY)) {
    it(`decides whose data each kind of person gets of ${name}, and what is recorded of it`, () => {
      const tried = cells.filter((cell) => cell.name === name);
      assert.equal(tried.length, 28, 'seven kinds of people ask about four kinds of data');
      const surprises = tried.filter(({ expected, actual }) => expected !== actual);
      assert.deepEqual(surprises, []);
    });
  }

  it('lets nobody touch files of others', async () => {
    for (const owner of ['law0', 'art0', 'law1'])
      assert.equal((await harness.row(fileOf(owner)))['status'], 'ready', owner);
  });
});
