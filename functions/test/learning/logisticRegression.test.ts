import assert from 'node:assert/strict';
import { Random } from '../../../scripts/campus/random.ts';
import { fitLogistic, probability } from '../../src/learning/logisticRegression.ts';
import { seed } from '../support/history.ts';

describe('fitLogistic', () => {
  it('recovers the probabilities that labels were drawn from, and ignores a constant feature', () => {
    const random = new Random(seed());
    const features = Array.from({ length: 8000 }, () => [random.normal(), random.normal(), 7]);
    const truth = ([a = 0, b = 0]: number[]): number => 1 / (1 + Math.exp(-(0.5 + 1.5 * a - b)));
    const model = fitLogistic({ features, labels: features.map((row) => random.chance(truth(row))) }, 1);
    for (const row of features.slice(0, 200)) assert.ok(Math.abs(probability(model, row) - truth(row)) < 0.1);
    assert.equal(model.weights[2], 0);
  });

  it('converges when one feature separates the labels', () => {
    const features = Array.from({ length: 40 }, (_, index) => [index, 1]);
    const model = fitLogistic({ features, labels: features.map(([x = 0]) => x >= 20) }, 1);
    assert.ok(probability(model, [0, 1]) < 0.05 && probability(model, [39, 1]) > 0.95);
  });
});
