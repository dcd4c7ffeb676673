import assert from 'node:assert/strict';
import { Random } from '../../../scripts/campus/random.ts';
import { easeWeights } from '../../src/learning/ease.ts';
import { seed } from '../support/history.ts';

/** The weights for one item by their definition: ridge regression on the others, by coordinate descent. */
function ridgeRegression(gram: Float64Array, size: number, lambda: number, item: number): Float64Array {
  const weights = new Float64Array(size);
  for (let round = 0; round < 2000; round += 1) {
    for (let i = 0; i < size; i += 1) {
      if (i === item) continue;
      let residual = gram[i * size + item]!;
      for (let j = 0; j < size; j += 1) if (j !== i) residual -= gram[i * size + j]! * weights[j]!;
      weights[i] = residual / (gram[i * size + i]! + lambda);
    }
  }
  return weights;
}

function gramOf(people: number[][], size: number): Float64Array {
  const gram = new Float64Array(size * size);
  for (const items of people) for (const i of items) for (const j of items) gram[i * size + j]! += 1;
  return gram;
}

describe('easeWeights', () => {
  it('solves the ridge regression of each item on the others', () => {
    const random = new Random(seed());
    for (const size of [1, 2, 3, 4, 5, 8, 11]) {
      const people = Array.from({ length: 60 }, () =>
        Array.from({ length: size }, (_, item) => item).filter(() => random.chance(0.4)),
      );
      const lambda = random.integer(1, 40);
      const weights = easeWeights(gramOf(people, size), size, lambda);
      for (let item = 0; item < size; item += 1) {
        const expected = ridgeRegression(gramOf(people, size), size, lambda, item);
        for (let i = 0; i < size; i += 1) {
          const found = weights[i * size + item]!;
          assert.ok(Math.abs(found - expected[i]!) < 1e-8, `${String(found)} is not ${String(expected[i])}`);
        }
      }
    }
  });

  it('gives an item that nobody has weight 0', () => {
    const weights = easeWeights(gramOf([[0, 1], [0, 1], [0]], 3), 3, 1);
    assert.deepEqual([weights[2], weights[5], weights[6]].map(Math.abs as (x: unknown) => number), [0, 0, 0]);
    assert.ok(weights[1]! > 0);
  });
});
