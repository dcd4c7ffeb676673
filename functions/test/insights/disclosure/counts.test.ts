import assert from 'node:assert/strict';
import { seen, seenNested } from '../../../src/insights/disclosure/counts.ts';
import { growth } from '../../../src/insights/disclosure/association.ts';

const viewer = { department: null, exact: false };
const admin = { role: 'admin', department: null, exact: true };

describe('counts for others', () => {
  it('are multiples of five, of five and more', () => {
    assert.deepEqual(
      [0, 1, 4, 5, 7, 8, 12, 13, 98].map((people) => seen(viewer, people)),
      [null, null, null, 5, 5, 10, 10, 15, 100],
    );
    assert.equal(seen(viewer, 12, false), null);
    assert.equal(seen(admin, 3, false), 3);
  });

  it('of groups in each other differ by five and more', () => {
    assert.deepEqual(seenNested(viewer, [20, 23, 30]), [20, null, 30]);
    assert.deepEqual(seenNested(viewer, [3, 12, 16]), [null, 10, null]);
    assert.deepEqual(seenNested(viewer, [8, 8, 8]), [10, null, null]);
    assert.deepEqual(seenNested(viewer, [0, 0, 4]), [null, null, null]);
    assert.deepEqual(seenNested(admin, [3, 4, 4]), [3, 4, 4]);
  });
});

describe('growth', () => {
  it('is the ratio of two shares, with an interval that many people make narrow', () => {
    const few = growth({ part: 20, whole: 100 }, { part: 10, whole: 100 });
    const many = growth({ part: 2000, whole: 10_000 }, { part: 1000, whole: 10_000 });
    assert.ok(few !== null && many !== null);
    assert.ok(Math.abs(many.ratio - 2) < 0.01);
    assert.ok(few.low < 1 && few.high > 3, 'ten of a hundred more may be chance');
    assert.ok(many.low > 1.85 && many.high < 2.15);
    // Of everybody who is active, as many as before: also when fewer people are.
    assert.ok(Math.abs((growth({ part: 50, whole: 100 }, { part: 100, whole: 200 })?.ratio ?? 0) - 1) < 0.01);
    assert.ok((growth({ part: 30, whole: 100 }, { part: 0, whole: 100 })?.low ?? 0) > 1, 'what is new grows');
    assert.equal(growth({ part: 0, whole: 0 }, { part: 1, whole: 2 }), null);
  });
});
