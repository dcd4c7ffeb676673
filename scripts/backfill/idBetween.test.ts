import assert from 'node:assert/strict';
import fc from 'fast-check';
import { seed } from '../../functions/test/support/history.ts';
import { idBetween } from './idBetween.ts';

const order = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('idBetween', () => {
  it('returns a valid document id that lies between two others in byte order', () => {
    const id = fc.stringMatching(/^[!-~日é👩]{1,8}$/u);
    fc.assert(
      fc.property(id, fc.option(id), (low, high) => {
        fc.pre(high === null || order(low, high) < 0);
        const middle = idBetween(low, high);
        if (middle === null) return;
        assert.ok(order(low, middle) < 0 && (high === null || order(middle, high) < 0));
        assert.doesNotMatch(middle, /[./_]/);
      }),
      { seed: seed(), numRuns: 2000 },
    );
  });

  it('finds ids between neighbours with a long common prefix, repeatedly', () => {
    let high: string | null = null;
    const low = 'student-2026-00000';
    for (let step = 0; step < 100; step += 1) {
      const middle = idBetween(low, high);
      assert.ok(middle !== null, `step ${String(step)}, below ${String(high)}`);
      high = middle;
    }
  });

  it('splits numbered ids into even halves', () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `u${String(index).padStart(3, '0')}`);
    const middle = idBetween('u000', 'u999~');
    assert.ok(middle !== null);
    const left = ids.filter((id) => order(id, middle) <= 0).length;
    assert.ok(left > 300 && left < 700, String(left));
  });
});
