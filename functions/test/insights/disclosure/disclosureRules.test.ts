import assert from 'node:assert/strict';
import { discloseCount, discloseNestedCounts } from '../../../src/insights/disclosure/disclosureRules.ts';

const viewer = { departmentKey: null, exact: false };
const admin = { role: 'admin', departmentKey: null, exact: true };

describe('discloseCount and discloseNestedCounts', () => {
  it('hides groups below five and rounds to multiples of five', () => {
    assert.deepEqual(
      [0, 1, 4, 5, 7, 8, 12, 13, 98].map((people) => discloseCount(viewer, people)),
      [null, null, null, 5, 5, 10, 10, 15, 100],
    );
    assert.equal(discloseCount(viewer, 12, false), null);
    assert.equal(discloseCount(admin, 3, false), 3);
  });

  it('shows nested groups only if they differ by at least five', () => {
    assert.deepEqual(discloseNestedCounts(viewer, [20, 23, 30]), [20, null, 30]);
    assert.deepEqual(discloseNestedCounts(viewer, [3, 12, 16]), [null, 10, null]);
    assert.deepEqual(discloseNestedCounts(viewer, [8, 8, 8]), [10, null, null]);
    assert.deepEqual(discloseNestedCounts(viewer, [0, 0, 4]), [null, null, null]);
    assert.deepEqual(discloseNestedCounts(admin, [3, 4, 4]), [3, 4, 4]);
  });
});
