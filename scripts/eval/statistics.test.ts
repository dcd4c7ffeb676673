import assert from 'node:assert/strict';
import { seed } from '../../functions/test/support/history.ts';
import { Random } from '../campus/random.ts';
import { auc, bootstrap, type Scored } from './statistics.ts';

/** Counts every pair of a positive and a negative. */
function naive(scored: Scored[]): number {
  let [won, pairs] = [0, 0];
  for (const positive of scored.filter((one) => one.positive)) {
    for (const negative of scored.filter((one) => !one.positive)) {
      pairs += 1;
      if (positive.score > negative.score) won += 1;
      if (positive.score === negative.score) won += 0.5;
    }
  }
  return won / pairs;
}

describe('the area under the ROC curve', () => {
  it('counts how often a positive outscores a negative, ties counting half', () => {
    const random = new Random(seed());
    for (let round = 0; round < 200; round += 1) {
      // Few different scores, so that many are equal.
      const scores = random.integer(1, 12);
      const scored = Array.from({ length: random.integer(2, 60) }, (_, index) => ({
        score: random.integer(0, scores) / scores,
        positive: index === 0 || (index > 1 && random.chance(0.3)),
      }));
      assert.ok(Math.abs(auc(scored) - naive(scored)) < 1e-9, JSON.stringify(scored));
    }
  });

  it('is 1 for a perfect order, 0 for the opposite, and ½ when all score the same', () => {
    const scored = (scores: number[]): Scored[] =>
      scores.map((score, index) => ({ score, positive: index < 3 }));
    assert.equal(auc(scored([9, 8, 7, 3, 2, 1])), 1);
    assert.equal(auc(scored([1, 2, 3, 7, 8, 9])), 0);
    assert.equal(auc(scored([5, 5, 5, 5, 5, 5])), 0.5);
  });
});

describe('the interval of a figure', () => {
  const random = new Random(1);
  const heights = Array.from({ length: 100 }, () => 170 + 10 * random.normal());
  const mean = (drawn: number[]): number =>
    drawn.reduce((sum, person) => sum + heights[person]!, 0) / drawn.length;

  it('is reproducible for a seed and differs between seeds', () => {
    assert.deepEqual(bootstrap(100, mean), bootstrap(100, mean));
    assert.notDeepEqual(bootstrap(100, mean), bootstrap(100, mean, { seed: 2 }));
  });

  it('spans 1.96 standard errors to each side, as theory predicts', () => {
    const [low, high] = bootstrap(100, mean, { samples: 2000 });
    const figure = mean(heights.keys().toArray());
    assert.ok(low < figure && figure < high);
    assert.ok(Math.abs((high - low) / (2 * 1.96) - 1) < 0.2, `${String(low)} to ${String(high)}`);
  });

  it('collapses to a point for a figure that ignores the sample', () => {
    assert.deepEqual(
      bootstrap(10, (drawn) => drawn.length),
      [10, 10],
    );
  });

  it('resamples with replacement', () => {
    const drawings: number[][] = [];
    bootstrap(5, (drawn) => drawings.push(drawn), { samples: 50 });
    assert.equal(drawings.length, 50);
    assert.ok(
      drawings.every((drawn) => drawn.length === 5 && drawn.every((person) => person >= 0 && person < 5)),
    );
    assert.ok(drawings.some((drawn) => new Set(drawn).size < 5));
    assert.equal(new Set(drawings.flat()).size, 5);
  });
});
