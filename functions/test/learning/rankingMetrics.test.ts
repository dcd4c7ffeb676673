import assert from 'node:assert/strict';
import type { Choice } from '../../src/learning/choices.ts';
import { isConvincing, metricsOfWeights, rankingMetrics } from '../../src/learning/rankingMetrics.ts';

const row = (...values: number[]): Float64Array => Float64Array.from(values);

describe('ranking metrics', () => {
  const choices = [
    { alternatives: [row(3), row(2), row(1)], chosen: 0 },
    { alternatives: [row(3), row(2), row(1)], chosen: 1 },
  ];

  it('follow from the ranks of what was chosen', () => {
    assert.deepEqual(metricsOfWeights(choices, [1]), { mrr: 0.75, hit1: 0.5 });
    assert.deepEqual(metricsOfWeights(choices, [-1]), { mrr: (1 / 3 + 1 / 2) / 2, hit1: 0 });
  });

  it('give ties the mean of their ranks', () => {
    assert.deepEqual(
      rankingMetrics(choices, () => 0),
      { mrr: 0.5, hit1: 0 },
    );
  });

  it('are convincingly better when the gain exceeds its standard error', () => {
    const [first, second] = choices;
    assert.ok(first !== undefined && second !== undefined);
    const many = (count: number, choice: Choice): Choice[] => Array.from({ length: count }, () => choice);
    // A weight of 1 ranks the first kind first and the third last; -1 does the opposite.
    assert.equal(isConvincing(many(10, first), [1], [-1]), true);
    assert.equal(isConvincing(many(10, first), [-1], [1]), false);
    assert.equal(isConvincing(many(10, first), [1], [1]), false);
    const third = { ...first, chosen: 2 };
    assert.equal(isConvincing([...many(10, first), ...many(10, third)], [1], [-1]), false);
    assert.equal(isConvincing([...many(11, first), ...many(10, third)], [1], [-1]), false);
    assert.equal(isConvincing([...many(30, first), ...many(10, third)], [1], [-1]), true);
  });

  it('need at least one choice', () => {
    assert.throws(() => metricsOfWeights([], [1]), /no rankings to measure/);
  });
});
