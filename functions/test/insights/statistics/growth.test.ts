import assert from 'node:assert/strict';
import { growth } from '../../../src/insights/statistics/growth.ts';

describe('growth', () => {
  it('is the ratio of two shares, with an interval that narrows with more people', () => {
    const few = growth({ part: 20, whole: 100 }, { part: 10, whole: 100 });
    const many = growth({ part: 2000, whole: 10_000 }, { part: 1000, whole: 10_000 });
    assert.ok(few !== null && many !== null);
    assert.ok(Math.abs(many.ratio - 2) < 0.01);
    assert.ok(few.low < 1 && few.high > 3, 'ten more in a hundred may be chance');
    assert.ok(many.low > 1.85 && many.high < 2.15);
    // The same share of fewer active users is no decline.
    assert.ok(Math.abs((growth({ part: 50, whole: 100 }, { part: 100, whole: 200 })?.ratio ?? 0) - 1) < 0.01);
    assert.ok(
      (growth({ part: 30, whole: 100 }, { part: 0, whole: 100 })?.low ?? 0) > 1,
      'a share that was zero grows',
    );
    assert.equal(growth({ part: 0, whole: 0 }, { part: 1, whole: 2 }), null);
  });
});
