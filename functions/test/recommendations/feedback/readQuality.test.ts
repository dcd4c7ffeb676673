import assert from 'node:assert/strict';
import { wilsonShare } from '../../../src/recommendations/feedback/readQuality.ts';

describe('wilsonShare', () => {
  it('has the published intervals of Wilson’s score method', () => {
    // Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I.
    const published: [number, number, number, number][] = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ];
    for (const [count, all, low, high] of published) {
      const found = wilsonShare(count, all);
      assert.deepEqual([found.low.toFixed(4), found.high.toFixed(4)], [low.toFixed(4), high.toFixed(4)]);
      assert.equal(found.share, count / all);
    }
  });
});
