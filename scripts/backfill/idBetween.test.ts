import assert from 'node:assert/strict';
import fc from 'fast-check';
import { seed } from '../../functions/test/support/history.ts';
import { between } from './idBetween.ts';

const order = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('an id between two others', () => {
  it('lies between them in the order of their bytes, and is one that a document may have', () => {
    const id = fc.stringMatching(/^[!-~日é👩]{1,8}$/u);
    fc.assert(
      fc.property(id, fc.option(id), (low, high) => {
        fc.pre(high === null || order(low, high) < 0);
        const middle = between(low, high);
        if (middle === null) return;
        assert.ok(order(low, middle) < 0 && (high === null || order(middle, high) < 0));
        assert.doesNotMatch(middle, /[./_]/);
      }),
      { seed: seed(), numRuns: 2000 },
    );
  });

  it('is found between ids that share a long beginning, again and again', () => {
    let high: string | null = null;
    const low = 'student-2026-00000';
    for (let step = 0; step < 100; step += 1) {
      const middle = between(low, high);
      assert.ok(middle !== null, `step ${String(step)}, below ${String(high)}`);
      high = middle;
    }
  });

  it('halves what lies between: numbered ids fall into even parts', () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `u${String(index).padStart(3, '0')}`);
    const middle = between('u000', 'u999~');
    assert.ok(middle !== null);
    const left = ids.filter((id) => order(id, middle) <= 0).length;
    assert.ok(left > 300 && left < 700, String(left));
  });
});
